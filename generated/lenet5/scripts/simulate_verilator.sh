#!/bin/sh
# Builds the Verilator simulator of lenet5_top and runs it: plus arguments are passed on, for example +frames=1.
set -eu
cd "$(dirname "$0")/.."
place=$(pwd)/build/scripts-verilator
# GNU make takes no blanks in paths.
case $place in *[!A-Za-z0-9_./+-]*) place=$(mktemp -d /tmp/mantissa-XXXXXX); trap 'rm -rf "$place"' EXIT ;; esac
mkdir -p "$place"
cp -p tb/lenet5_tb.cpp "$place"
verilator --cc --exe --build -j 2 -O3 --x-assign fast --x-initial fast --noassert -Wno-fatal \
  -CFLAGS "-O2" --prefix Vdut --top-module lenet5_top --Mdir "$place" \
  -o lenet5_sim -f scripts/files.f lenet5_tb.cpp
cd rtl/mem
"$place/lenet5_sim" "$@"
