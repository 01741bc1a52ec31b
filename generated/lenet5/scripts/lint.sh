#!/bin/sh
# Three readers of lenet5_top, all of which have to be silent.
set -eu
cd "$(dirname "$0")/../rtl/mem"
files=$(sed 's|^|../../|' ../../scripts/files.f)
verilator --lint-only -Wall --top-module lenet5_top $files
iverilog -g2005 -Wall -s lenet5_top -t null $files
yosys -q -p "read_verilog $(echo $files); hierarchy -check -top lenet5_top; proc; check -assert"
