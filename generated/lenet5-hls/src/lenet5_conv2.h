// lenet5_conv2.h -- layer 'conv2': widen -> window -> matrix -> skid.
#ifndef MANTISSA_LAYER_LENET5_CONV2_H
#define MANTISSA_LAYER_LENET5_CONV2_H

#include "mantissa/mantissa_bits.h"
#include "mantissa/mantissa_fixed_encode.h"
#include "mantissa/mantissa_skid.h"
#include "mantissa/mantissa_widen.h"
#include "mantissa/mantissa_window.h"
#include "weights/lenet5_conv2_matrix.h"

// lenet5_conv2_widen -- widen, see mantissa_widen.h.
MANTISSA_BLOCK
inline void lenet5_conv2_widen(
    mantissa::stream<mantissa::uint_t<8>>& s_axis,
    mantissa::stream<mantissa::uint_t<16>>& m_axis) {
  mantissa::widen<864, 8, 2>(s_axis, m_axis);
}

// lenet5_conv2_window -- window, see mantissa_window.h.
MANTISSA_BLOCK
inline void lenet5_conv2_window(
    mantissa::stream<mantissa::uint_t<16>>& s_axis,
    mantissa::stream<mantissa::uint_t<16>>& m_axis) {
  mantissa::window<432, 2, 8, 0x0, 12, 12, 3, 8, 8, 5, 1, 1, 0, 5, 1, 1, 0, 1, 4, 24>(s_axis, m_axis);
}

// From a sum to a code: scale and add exactly, then round once.
inline mantissa::uint_t<8> lenet5_conv2_matrix_finish(
    const mantissa::sint_t<21>& sum,
    const mantissa::sint_t<16>& factor,
    const mantissa::sint_t<31>& offset) {
  MANTISSA_NO_INLINE
  const mantissa::sint_t<37> scaled = factor * sum;
  const mantissa::sint_t<38> total = scaled + offset;
  const mantissa::uint_t<8> code = mantissa::fixed_encode<38, 23, 8, 0, 0x0, 0xff>(total);
  return code;
}

// lenet5_conv2_matrix -- matrix-vector unit: 1 x 16 outputs of 150 inputs each.
//
// PE 4 outputs side by side (4 folds), SIMD 2 inputs a cycle (75 words); 64 pixels a frame.
// acc = sum of weight * input, 21 bits in units of 2^0: -2^20 <= acc < 2^20
// Weights fixed<8,0>, inputs ufixed<8,0>, outputs ufixed<8,0>, multiplier exact.
MANTISSA_BLOCK
inline void lenet5_conv2_matrix(
    mantissa::stream<mantissa::uint_t<16>>& s_axis,
    mantissa::stream<mantissa::uint_t<32>>& m_axis) {
  MANTISSA_NO_INLINE
  MANTISSA_ROM(lenet5_conv2_matrix_weights)
  MANTISSA_PARTITION(lenet5_conv2_matrix_weights, 2)
  MANTISSA_SHARE(lenet5_conv2_matrix_finish, 1)
  mantissa::sint_t<21> sums[4];
  MANTISSA_PARTITION(sums, 1)
  int weight_row = 0;
  int channel_row = 0;
results:
  for (int result = 0; result < 256; ++result) {
    MANTISSA_PIPELINE
  words:
    for (int word = 0; word < 75; ++word) {
      MANTISSA_PIPELINE_BODY
      const mantissa::uint_t<16> data = s_axis.read();
      mantissa::uint_t<8> x[2];
      MANTISSA_UNROLL
      inputs:
      for (int lane = 0; lane < 2; ++lane) {
        MANTISSA_UNROLL_BODY
        x[lane] = mantissa::uint_t<8>(mantissa::slice<8>(data, lane * 8));
      }
      MANTISSA_UNROLL
      units:
      for (int unit = 0; unit < 4; ++unit) {
        MANTISSA_UNROLL_BODY
        mantissa::sint_t<21> sum = word == 0 ? mantissa::sint_t<21>(0) : sums[unit];
        MANTISSA_UNROLL
      lanes:
        for (int lane = 0; lane < 2; ++lane) {
          MANTISSA_UNROLL_BODY
          mantissa::multiply_add<mantissa::sint_t<8>>(sum, lenet5_conv2_matrix_weights[weight_row][unit * 2 + lane], x[lane]);
        }
        sums[unit] = sum;
      }
      weight_row = weight_row == 299 ? 0 : weight_row + 1;
      if (word == 74) {
        mantissa::uint_t<32> codes = 0;
        MANTISSA_UNROLL
        outputs:
        for (int unit = 0; unit < 4; ++unit) {
          MANTISSA_UNROLL_BODY
          const mantissa::sint_t<16> factor = lenet5_conv2_matrix_factors[channel_row][unit];
          const mantissa::sint_t<31> offset = lenet5_conv2_matrix_offsets[channel_row][unit];
          const mantissa::uint_t<8> code = lenet5_conv2_matrix_finish(sums[unit], factor, offset);
          mantissa::set_slice(codes, unit * 8, code);
        }
        m_axis.write(codes);
        channel_row = channel_row == 3 ? 0 : channel_row + 1;
      }
    }
  }
}

// lenet5_conv2_skid -- skid, see mantissa_skid.h.
MANTISSA_BLOCK
inline void lenet5_conv2_skid(
    mantissa::stream<mantissa::uint_t<32>>& s_axis,
    mantissa::stream<mantissa::uint_t<32>>& m_axis) {
  mantissa::skid<256, 32>(s_axis, m_axis);
}

#endif
