#!/bin/sh
# Generic synthesis of lenet5_top; the numbers of cells go to build/synthesis.txt.
set -eu
cd "$(dirname "$0")/../rtl/mem"
mkdir -p ../../build
files=$(sed 's|^|../../|' ../../scripts/files.f)
yosys -q -l ../../build/synthesis.log -p "read_verilog $(echo $files); synth -top lenet5_top -noabc; check -assert; \
  tee -o ../../build/synthesis.txt stat"
cat ../../build/synthesis.txt
