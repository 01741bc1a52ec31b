// mantissa_adder_tree -- the exact sum of COUNT two's complement terms.
//
// sum = terms[0] + terms[1] + ... + terms[COUNT-1] in WIDTH + LEVELS bits, LEVELS = ceil(log2(COUNT)). Written as a
// chain, which synthesis balances to a tree: integer sums may be reordered.
#ifndef MANTISSA_ADDER_TREE_H
#define MANTISSA_ADDER_TREE_H

#include "mantissa_bits.h"

namespace mantissa {

template <int COUNT, int WIDTH, int LEVELS>
inline sint_t<WIDTH + LEVELS> adder_tree(const sint_t<WIDTH> (&terms)[COUNT]) {
  sint_t<WIDTH + LEVELS> sum = terms[0];
  MANTISSA_UNROLL
adder_tree_terms:
  for (int i = 1; i < COUNT; ++i) {
    MANTISSA_UNROLL_BODY
    sum += terms[i];
  }
  return sum;
}

}  // namespace mantissa

#endif
