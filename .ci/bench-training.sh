#!/bin/sh
# Images a second of training LeNet-5 and ResNet-8 in 32-bit floats: Mantissa and TensorFlow, one after the other, two threads each;
# and of Mantissa in the number systems of plans.
# Arguments: the command, TensorFlow's Python, a folder to work in, the folder of Fashion-MNIST.
set -eu
mantissa=$1 python=$2 work=$3 data=$4
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work"
printf 'epochs: 2\nbatch: 128\narithmetic: float\n' >"$work/float.yml"
printf 'epochs: 2\nbatch: 128\n' >"$work/plan.yml"
printf 'defaults: {weights: ternary}\n' >"$work/ternary.yml"
speed() {
  "$mantissa" train "$@" --images "$work/$network-images.npy" --labels "$work/$network-labels.npy" -o "$work/out" --force --json \
    2>/dev/null | python3 -c "import json, sys; print(json.load(sys.stdin)['epochs'][-1]['images_per_second'])"
}
printf '| network | | images a second |\n|---|---|---|\n'
for network in lenet5 resnet8; do
  "$mantissa" network $network -o "$work/$network.onnx" --force >"$work/$network.log"
  theirs=$("$python" "$here/keras_training.py" $network "$data" "$work/$network-images.npy" "$work/$network-labels.npy")
  ours=$(speed "$work/$network.onnx" --recipe "$work/float.yml")
  fixed=$(speed "$work/$network.onnx" --recipe "$work/plan.yml")
  ternary=$(speed "$work/$network.onnx" --recipe "$work/plan.yml" --plan "$work/ternary.yml")
  python3 - $network "$theirs" "$ours" "$fixed" "$ternary" <<'END'
import sys
network, *speeds = sys.argv[1:]
for who, speed in zip(["TensorFlow, float32", "Mantissa, float32", "Mantissa, fixed<8>", "Mantissa, ternary weights"], speeds):
    print(f"| {network} | {who} | {float(speed):,.0f} |")
print(f"| | Mantissa over TensorFlow | {float(speeds[1]) / float(speeds[0]):.2f} x |")
END
done
