#!/bin/sh
# Builds the Icarus simulator of lenet5_top and runs it: plus arguments are passed on, for example +frames=1.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
mkdir -p build
iverilog -g2005 -s lenet5_tb -o build/lenet5.vvp -c scripts/files.f tb/lenet5_tb.v
cd rtl/mem
vvp -n "$root/build/lenet5.vvp" "$@" | tee "$root/build/icarus.log"
grep -q '^equal: ' "$root/build/icarus.log"
