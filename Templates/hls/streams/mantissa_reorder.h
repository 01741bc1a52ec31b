// mantissa_reorder.h -- the words of every period with their axes in another order.
//
// A period is PERIOD words along AXES axes; axis i has COUNTS[i] words in the order in which they leave, the outermost
// first. STEPS[i] is by how much the address grows where axis i moves on and all inside it start again. A period enters one
// bank of the memory while the one before leaves the other, where the tool overlaps the two functions.
#ifndef MANTISSA_REORDER_H
#define MANTISSA_REORDER_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WIDTH, int PERIOD>
inline void reorder_fill(stream<uint_t<WIDTH>>& s_axis, uint_t<WIDTH> (&memory)[PERIOD]) {
  MANTISSA_PIPELINE
words:
  for (int word = 0; word < PERIOD; ++word) {
    MANTISSA_PIPELINE_BODY
    memory[word] = s_axis.read();
  }
}

template <int WIDTH, int PERIOD, int AXES>
inline void reorder_drain(const uint_t<WIDTH> (&memory)[PERIOD], const int (&counts)[AXES], const int (&steps)[AXES],
                          stream<uint_t<WIDTH>>& m_axis) {
  int places[AXES] = {};
  int address = 0;
  MANTISSA_PIPELINE
words:
  for (int word = 0; word < PERIOD; ++word) {
    MANTISSA_PIPELINE_BODY
    m_axis.write(memory[address]);
    bool ends = true;
    MANTISSA_UNROLL
  axes:
    for (int axis = AXES - 1; axis >= 0; --axis) {
      MANTISSA_UNROLL_BODY
      if (ends) {
        ends = places[axis] == counts[axis] - 1;
        places[axis] = ends ? 0 : places[axis] + 1;
        if (!ends) address += steps[axis];
      }
    }
  }
}

template <int WORDS, int WIDTH, int PERIOD, int AXES>
inline void reorder(const int (&counts)[AXES], const int (&steps)[AXES], stream<uint_t<WIDTH>>& s_axis,
                    stream<uint_t<WIDTH>>& m_axis) {
  MANTISSA_NO_INLINE
periods:
  for (int period = 0; period < WORDS / PERIOD; ++period) {
    MANTISSA_DATAFLOW
    static uint_t<WIDTH> memory[PERIOD];
    MANTISSA_RAM(memory)
    reorder_fill<WIDTH, PERIOD>(s_axis, memory);
    reorder_drain<WIDTH, PERIOD, AXES>(memory, counts, steps, m_axis);
  }
}

}  // namespace mantissa

#endif
