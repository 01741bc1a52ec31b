// lenet5_fc3.h -- layer 'fc3': window -> matrix -> skid.
#ifndef MANTISSA_LAYER_LENET5_FC3_H
#define MANTISSA_LAYER_LENET5_FC3_H

#include "mantissa/mantissa_bits.h"
#include "mantissa/mantissa_fixed_encode.h"
#include "mantissa/mantissa_skid.h"
#include "mantissa/mantissa_window.h"
#include "weights/lenet5_fc3_matrix.h"

// lenet5_fc3_window -- window, see mantissa_window.h.
MANTISSA_BLOCK
inline void lenet5_fc3_window(
    mantissa::stream<mantissa::uint_t<8>>& s_axis,
    mantissa::stream<mantissa::uint_t<8>>& m_axis) {
  mantissa::window<84, 1, 8, 0x0, 1, 1, 84, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0, 1, 10, 2>(s_axis, m_axis);
}

// From a sum to a code: scale and add exactly, then round once.
inline mantissa::uint_t<16> lenet5_fc3_matrix_finish(
    const mantissa::sint_t<21>& sum,
    const mantissa::sint_t<23>& factor,
    const mantissa::sint_t<33>& offset) {
  MANTISSA_NO_INLINE
  const mantissa::sint_t<44> scaled = factor * sum;
  const mantissa::sint_t<45> total = scaled + offset;
  const mantissa::uint_t<16> code = mantissa::fixed_encode<45, 24, 16, 1, 0x8000, 0x7fff>(total);
  return code;
}

// lenet5_fc3_matrix -- matrix-vector unit: 1 x 10 outputs of 84 inputs each.
//
// PE 1 outputs side by side (10 folds), SIMD 1 inputs a cycle (84 words); 1 pixels a frame.
// acc = sum of weight * input, 21 bits in units of 2^0: -2^20 <= acc < 2^20
// Weights fixed<8,0>, inputs ufixed<8,0>, outputs fixed<16,0>, multiplier exact.
MANTISSA_BLOCK
inline void lenet5_fc3_matrix(
    mantissa::stream<mantissa::uint_t<8>>& s_axis,
    mantissa::stream<mantissa::uint_t<16>>& m_axis) {
  MANTISSA_NO_INLINE
  MANTISSA_ROM(lenet5_fc3_matrix_weights)
  MANTISSA_PARTITION(lenet5_fc3_matrix_weights, 2)
  MANTISSA_SHARE(lenet5_fc3_matrix_finish, 1)
  mantissa::sint_t<21> sums[1];
  MANTISSA_PARTITION(sums, 1)
  int weight_row = 0;
  int channel_row = 0;
results:
  for (int result = 0; result < 10; ++result) {
    MANTISSA_PIPELINE
  words:
    for (int word = 0; word < 84; ++word) {
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
      for (int unit = 0; unit < 1; ++unit) {
        MANTISSA_UNROLL_BODY
        mantissa::sint_t<21> sum = word == 0 ? mantissa::sint_t<21>(0) : sums[unit];
        MANTISSA_UNROLL
      lanes:
        for (int lane = 0; lane < 1; ++lane) {
          MANTISSA_UNROLL_BODY
          mantissa::multiply_add<mantissa::sint_t<8>>(sum, lenet5_fc3_matrix_weights[weight_row][unit], x[lane]);
        }
        sums[unit] = sum;
      }
      weight_row = weight_row == 839 ? 0 : weight_row + 1;
      if (word == 83) {
        mantissa::uint_t<16> codes = 0;
        MANTISSA_UNROLL
        outputs:
        for (int unit = 0; unit < 1; ++unit) {
          MANTISSA_UNROLL_BODY
          const mantissa::sint_t<23> factor = lenet5_fc3_matrix_factors[channel_row][unit];
          const mantissa::sint_t<33> offset = lenet5_fc3_matrix_offsets[channel_row][unit];
          const mantissa::uint_t<16> code = lenet5_fc3_matrix_finish(sums[unit], factor, offset);
          mantissa::set_slice(codes, unit * 16, code);
        }
        m_axis.write(codes);
        channel_row = channel_row == 9 ? 0 : channel_row + 1;
      }
    }
  }
}

// lenet5_fc3_skid -- skid, see mantissa_skid.h.
MANTISSA_BLOCK
inline void lenet5_fc3_skid(
    mantissa::stream<mantissa::uint_t<16>>& s_axis,
    mantissa::stream<mantissa::uint_t<16>>& m_axis) {
  mantissa::skid<10, 16>(s_axis, m_axis);
}

#endif
