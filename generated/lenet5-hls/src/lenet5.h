// lenet5.h -- the machine as one function, which takes a frame and gives its result.
#ifndef MANTISSA_DESIGN_LENET5_H
#define MANTISSA_DESIGN_LENET5_H

#include "mantissa/mantissa_types.h"

// A word of the input: 1 lane of 8 bits, the code of ufixed<8,0> in the low 8.
using lenet5_input_t = mantissa::uint_t<8>;
// A word of the output: 1 lane of 16 bits, the code of fixed<16,0> in the low 16.
using lenet5_output_t = mantissa::uint_t<16>;

// A frame has 784 words, its result 10.
void lenet5_top(mantissa::stream<lenet5_input_t>& s_axis, mantissa::stream<lenet5_output_t>& m_axis);

#endif
