#!/bin/sh
# Builds the Verilator simulator of lenet5_top and runs it: plus arguments are passed on, for example +frames=1.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
mkdir -p build
verilator --cc --exe --build -j 2 -O3 --x-assign fast --x-initial fast --noassert -Wno-fatal \
  -CFLAGS "-O2" --prefix Vdut --top-module lenet5_top --Mdir build/scripts-verilator \
  -o lenet5_sim -f scripts/files.f "$root/tb/lenet5_tb.cpp"
cd rtl/mem
exec "$root/build/scripts-verilator/lenet5_sim" "$@"
