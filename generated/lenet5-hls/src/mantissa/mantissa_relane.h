// mantissa_relane.h -- words whose lanes lie FROM bits apart, as words whose lanes lie TO bits apart.
//
// The low bits of a lane are kept; bits that are new are 0.
#ifndef MANTISSA_RELANE_H
#define MANTISSA_RELANE_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WORDS, int LANES, int FROM, int TO>
inline void relane(stream<uint_t<LANES * FROM>>& s_axis, stream<uint_t<LANES * TO>>& m_axis) {
  MANTISSA_NO_INLINE
  MANTISSA_PIPELINE
words:
  for (int word = 0; word < WORDS; ++word) {
    MANTISSA_PIPELINE_BODY
    const uint_t<LANES * FROM> data = s_axis.read();
    uint_t<LANES * TO> result = 0;
    MANTISSA_UNROLL
  lanes:
    for (int lane = 0; lane < LANES; ++lane) {
      MANTISSA_UNROLL_BODY
      set_slice(result, lane * TO, uint_t<TO>(slice<FROM>(data, lane * FROM)));
    }
    m_axis.write(result);
  }
}

}  // namespace mantissa

#endif
