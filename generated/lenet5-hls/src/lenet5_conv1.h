// lenet5_conv1.h -- layer 'conv1': window -> matrix -> skid.
#ifndef MANTISSA_LAYER_LENET5_CONV1_H
#define MANTISSA_LAYER_LENET5_CONV1_H

#include "mantissa/mantissa_bits.h"
#include "mantissa/mantissa_fixed_encode.h"
#include "mantissa/mantissa_skid.h"
#include "mantissa/mantissa_window.h"
#include "weights/lenet5_conv1_matrix.h"

// lenet5_conv1_window -- window, see mantissa_window.h.
MANTISSA_BLOCK
inline void lenet5_conv1_window(
    mantissa::stream<mantissa::uint_t<8>>& s_axis,
    mantissa::stream<mantissa::uint_t<8>>& m_axis) {
  mantissa::window<784, 1, 8, 0x0, 28, 28, 1, 24, 24, 5, 1, 1, 0, 5, 1, 1, 0, 1, 1, 56>(s_axis, m_axis);
}

// From a sum to a code: scale and add exactly, then round once.
inline mantissa::uint_t<8> lenet5_conv1_matrix_finish(
    const mantissa::sint_t<19>& sum,
    const mantissa::sint_t<16>& factor,
    const mantissa::sint_t<30>& offset) {
  MANTISSA_NO_INLINE
  const mantissa::sint_t<35> scaled = factor * sum;
  const mantissa::sint_t<36> total = scaled + offset;
  const mantissa::uint_t<8> code = mantissa::fixed_encode<36, 22, 8, 0, 0x0, 0xff>(total);
  return code;
}

// lenet5_conv1_matrix -- matrix-vector unit: 1 x 6 outputs of 25 inputs each.
//
// PE 6 outputs side by side (1 folds), SIMD 1 inputs a cycle (25 words); 576 pixels a frame.
// acc = sum of weight * input, 19 bits in units of 2^0: -2^18 <= acc < 2^18
// Weights fixed<8,0>, inputs ufixed<8,0>, outputs ufixed<8,0>, multiplier exact.
MANTISSA_BLOCK
inline void lenet5_conv1_matrix(
    mantissa::stream<mantissa::uint_t<8>>& s_axis,
    mantissa::stream<mantissa::uint_t<48>>& m_axis) {
  MANTISSA_NO_INLINE
  MANTISSA_ROM(lenet5_conv1_matrix_weights)
  MANTISSA_PARTITION(lenet5_conv1_matrix_weights, 2)
  MANTISSA_SHARE(lenet5_conv1_matrix_finish, 1)
  mantissa::sint_t<19> sums[6];
  MANTISSA_PARTITION(sums, 1)
  int weight_row = 0;
  const int channel_row = 0;
results:
  for (int result = 0; result < 576; ++result) {
    MANTISSA_PIPELINE
  words:
    for (int word = 0; word < 25; ++word) {
      MANTISSA_PIPELINE_BODY
      const mantissa::uint_t<8> data = s_axis.read();
      mantissa::uint_t<8> x[1];
      MANTISSA_UNROLL
      inputs:
      for (int lane = 0; lane < 1; ++lane) {
        MANTISSA_UNROLL_BODY
        x[lane] = mantissa::uint_t<8>(data);
      }
      MANTISSA_UNROLL
      units:
      for (int unit = 0; unit < 6; ++unit) {
        MANTISSA_UNROLL_BODY
        mantissa::sint_t<19> sum = word == 0 ? mantissa::sint_t<19>(0) : sums[unit];
        MANTISSA_UNROLL
      lanes:
        for (int lane = 0; lane < 1; ++lane) {
          MANTISSA_UNROLL_BODY
          mantissa::multiply_add<mantissa::sint_t<8>>(sum, lenet5_conv1_matrix_weights[weight_row][unit], x[lane]);
        }
        sums[unit] = sum;
      }
      weight_row = weight_row == 24 ? 0 : weight_row + 1;
      if (word == 24) {
        mantissa::uint_t<48> codes = 0;
        MANTISSA_UNROLL
        outputs:
        for (int unit = 0; unit < 6; ++unit) {
          MANTISSA_UNROLL_BODY
          const mantissa::sint_t<16> factor = lenet5_conv1_matrix_factors[channel_row][unit];
          const mantissa::sint_t<30> offset = lenet5_conv1_matrix_offsets[channel_row][unit];
          const mantissa::uint_t<8> code = lenet5_conv1_matrix_finish(sums[unit], factor, offset);
          mantissa::set_slice(codes, unit * 8, code);
        }
        m_axis.write(codes);
      }
    }
  }
}

// lenet5_conv1_skid -- skid, see mantissa_skid.h.
MANTISSA_BLOCK
inline void lenet5_conv1_skid(
    mantissa::stream<mantissa::uint_t<48>>& s_axis,
    mantissa::stream<mantissa::uint_t<48>>& m_axis) {
  mantissa::skid<576, 48>(s_axis, m_axis);
}

#endif
