// mantissa_posit_sigmoid -- an approximate logistic function of a posit with ES = 0.
//
// result = (a with its sign bit inverted) >> 2; within 0.0607 of 1 / (1 + exp(-a)) at 8 bits, 0.0490 at 16. WIDTH is 3
// or more.
#ifndef MANTISSA_POSIT_SIGMOID_H
#define MANTISSA_POSIT_SIGMOID_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WIDTH>
inline uint_t<WIDTH> posit_sigmoid(const uint_t<WIDTH>& a) {
  const uint_t<WIDTH> flipped = a ^ uint_t<WIDTH>(uint_t<WIDTH>(1) << (WIDTH - 1));
  return flipped >> 2;
}

}  // namespace mantissa

#endif
