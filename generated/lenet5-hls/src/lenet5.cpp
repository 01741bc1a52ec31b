// lenet5.cpp -- the machine: a process for every stage, joined by streams.
#include "lenet5.h"

#include "mantissa/mantissa_simulation.h"
#include "lenet5_conv1.h"
#include "lenet5_pool1.h"
#include "lenet5_conv2.h"
#include "lenet5_pool2.h"
#include "lenet5_fc1.h"
#include "lenet5_fc2.h"
#include "lenet5_fc3.h"

MANTISSA_DESIGN
void lenet5_top(mantissa::stream<lenet5_input_t>& s_axis, mantissa::stream<lenet5_output_t>& m_axis) {
  MANTISSA_TOP
  MANTISSA_PORT(s_axis)
  MANTISSA_PORT(m_axis)
  MANTISSA_DATAFLOW
  static mantissa::stream<mantissa::uint_t<8>> conv1_window_words;
  MANTISSA_DEPTH(conv1_window_words, 2)
  static mantissa::stream<mantissa::uint_t<48>> conv1_matrix_words;
  MANTISSA_DEPTH(conv1_matrix_words, 2)
  static mantissa::stream<mantissa::uint_t<48>> conv1_skid_words;
  MANTISSA_DEPTH(conv1_skid_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> pool1_narrow_words;
  MANTISSA_DEPTH(pool1_narrow_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> pool1_window_words;
  MANTISSA_DEPTH(pool1_window_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> pool1_maximum_words;
  MANTISSA_DEPTH(pool1_maximum_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> pool1_skid_words;
  MANTISSA_DEPTH(pool1_skid_words, 2)
  static mantissa::stream<mantissa::uint_t<16>> conv2_widen_words;
  MANTISSA_DEPTH(conv2_widen_words, 2)
  static mantissa::stream<mantissa::uint_t<16>> conv2_window_words;
  MANTISSA_DEPTH(conv2_window_words, 2)
  static mantissa::stream<mantissa::uint_t<32>> conv2_matrix_words;
  MANTISSA_DEPTH(conv2_matrix_words, 2)
  static mantissa::stream<mantissa::uint_t<32>> conv2_skid_words;
  MANTISSA_DEPTH(conv2_skid_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> pool2_narrow_words;
  MANTISSA_DEPTH(pool2_narrow_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> pool2_window_words;
  MANTISSA_DEPTH(pool2_window_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> pool2_maximum_words;
  MANTISSA_DEPTH(pool2_maximum_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> pool2_skid_words;
  MANTISSA_DEPTH(pool2_skid_words, 2)
  static mantissa::stream<mantissa::uint_t<16>> fc1_widen_words;
  MANTISSA_DEPTH(fc1_widen_words, 2)
  static mantissa::stream<mantissa::uint_t<16>> fc1_window_words;
  MANTISSA_DEPTH(fc1_window_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> fc1_matrix_words;
  MANTISSA_DEPTH(fc1_matrix_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> fc1_skid_words;
  MANTISSA_DEPTH(fc1_skid_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> fc2_window_words;
  MANTISSA_DEPTH(fc2_window_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> fc2_matrix_words;
  MANTISSA_DEPTH(fc2_matrix_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> fc2_skid_words;
  MANTISSA_DEPTH(fc2_skid_words, 2)
  static mantissa::stream<mantissa::uint_t<8>> fc3_window_words;
  MANTISSA_DEPTH(fc3_window_words, 2)
  static mantissa::stream<mantissa::uint_t<16>> fc3_matrix_words;
  MANTISSA_DEPTH(fc3_matrix_words, 2)

  // conv1
  lenet5_conv1_window(s_axis, conv1_window_words);
  lenet5_conv1_matrix(conv1_window_words, conv1_matrix_words);
  lenet5_conv1_skid(conv1_matrix_words, conv1_skid_words);
  MANTISSA_TAP("lenet5_conv1", conv1_skid_words, 576)
  // pool1
  lenet5_pool1_narrow(conv1_skid_words, pool1_narrow_words);
  lenet5_pool1_window(pool1_narrow_words, pool1_window_words);
  lenet5_pool1_maximum(pool1_window_words, pool1_maximum_words);
  lenet5_pool1_skid(pool1_maximum_words, pool1_skid_words);
  MANTISSA_TAP("lenet5_pool1", pool1_skid_words, 864)
  // conv2
  lenet5_conv2_widen(pool1_skid_words, conv2_widen_words);
  lenet5_conv2_window(conv2_widen_words, conv2_window_words);
  lenet5_conv2_matrix(conv2_window_words, conv2_matrix_words);
  lenet5_conv2_skid(conv2_matrix_words, conv2_skid_words);
  MANTISSA_TAP("lenet5_conv2", conv2_skid_words, 256)
  // pool2
  lenet5_pool2_narrow(conv2_skid_words, pool2_narrow_words);
  lenet5_pool2_window(pool2_narrow_words, pool2_window_words);
  lenet5_pool2_maximum(pool2_window_words, pool2_maximum_words);
  lenet5_pool2_skid(pool2_maximum_words, pool2_skid_words);
  MANTISSA_TAP("lenet5_pool2", pool2_skid_words, 256)
  // fc1
  lenet5_fc1_widen(pool2_skid_words, fc1_widen_words);
  lenet5_fc1_window(fc1_widen_words, fc1_window_words);
  lenet5_fc1_matrix(fc1_window_words, fc1_matrix_words);
  lenet5_fc1_skid(fc1_matrix_words, fc1_skid_words);
  MANTISSA_TAP("lenet5_fc1", fc1_skid_words, 120)
  // fc2
  lenet5_fc2_window(fc1_skid_words, fc2_window_words);
  lenet5_fc2_matrix(fc2_window_words, fc2_matrix_words);
  lenet5_fc2_skid(fc2_matrix_words, fc2_skid_words);
  MANTISSA_TAP("lenet5_fc2", fc2_skid_words, 84)
  // fc3
  lenet5_fc3_window(fc2_skid_words, fc3_window_words);
  lenet5_fc3_matrix(fc3_window_words, fc3_matrix_words);
  lenet5_fc3_skid(fc3_matrix_words, m_axis);
  MANTISSA_TAP("lenet5_fc3", m_axis, 10)
}
