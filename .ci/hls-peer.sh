#!/bin/sh
# C++ of the same network by Mantissa and by hls4ml, in one run: seconds to generate and to compile, simulated frames a second.
# Arguments: the command, hls4ml's Python, a folder to work in, the models.
set -eu
mantissa=$1 python=$2 work=$3
here=$(cd "$(dirname "$0")" && pwd)
shift 3
mkdir -p "$work"
printf '| network | | generate, s | compile, s | frames a second |\n|---|---|---|---|---|\n'
for model in "$@"; do
  name=$(basename "$model" .onnx)
  rm -rf "$work/$name"
  start=$(date +%s.%N)
  "$mantissa" compile "$model" --calibrate random --backend hls -o "$work/$name" >"$work/$name.log"
  generated=$(date +%s.%N)
  "$mantissa" verify "$work/$name" --frames 2000 --json >"$work/$name.json"
  "$python" "$here/hls_peer.py" "$model" "$work/$name-hls4ml" 2000 >"$work/$name-hls4ml.log" 2>&1 || {
    echo "hls-peer: hls4ml does not compile '$model'; its output is in $work/$name-hls4ml.log" >&2
    continue
  }
  python3 - "$name" "$start" "$generated" "$work/$name.json" "$work/$name-hls4ml.log" <<'END'
import json, sys
name, start, generated, ours, theirs = sys.argv[1:]
ours = json.load(open(ours))
theirs = json.loads(open(theirs).read().splitlines()[-1])
assert ours["mismatches"] == 0 and ours["words_compared"] > 0
own = (float(generated) - float(start), ours["build_seconds"], ours["frames_per_second"])
peer = (theirs["generate_seconds"], theirs["compile_seconds"], theirs["frames_per_second"])
row = lambda who, values: print(f"| {name} | {who} | {values[0]:.2f} | {values[1]:.1f} | {values[2]:,.0f} |")
row("Mantissa, bit-exact", own)
row("hls4ml", peer)
print(f"| | ahead by | {peer[0] / own[0]:.2f} x | {peer[1] / own[1]:.2f} x | {own[2] / peer[2]:.2f} x |")
END
done
