// mantissa_skid.h -- words as they come, through two registers: a queue of two words.
#ifndef MANTISSA_SKID_H
#define MANTISSA_SKID_H

#include "mantissa_fifo.h"

namespace mantissa {

template <int WORDS, int WIDTH>
inline void skid(stream<uint_t<WIDTH>>& s_axis, stream<uint_t<WIDTH>>& m_axis) {
  fifo<WORDS, WIDTH, 2>(s_axis, m_axis);
}

}  // namespace mantissa

#endif
