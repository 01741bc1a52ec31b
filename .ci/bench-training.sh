#!/bin/sh
# Images a second of training LeNet-5 and ResNet-8 in 32-bit floats: Mantissa, TensorFlow and PyTorch, one after the other, two threads
# each; and of Mantissa in the number systems of plans. A table on standard output.
# Arguments: the command, the Python that has both others, a folder to work in, the folder of Fashion-MNIST.
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
plans=$here/../Examples/number-systems
cat <<END
# Speed of training

Written by \`make bench-training\` on $(nproc) cores: images a second in the second of two epochs, batches of 128, one run after the other.
The others' versions: $("$python" -c "
import os; os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import tensorflow, torch; print('TensorFlow', tensorflow.__version__ + ', PyTorch', torch.__version__)" 2>/dev/null).

| network | | images a second | of Mantissa's floats |
|---|---|---:|---:|
END
row() { awk -v n="$1" -v w="$2" -v s="$3" -v f="$4" 'BEGIN { printf "| %s | %s | %.0f | %.2f |\n", n, w, s, s / f }'; }
for network in lenet5 resnet8; do
  "$mantissa" network $network -o "$work/$network.onnx" --force >"$work/$network.log"
  keras=$("$python" "$here/keras_training.py" $network "$data" "$work/$network-images.npy" "$work/$network-labels.npy" 2>/dev/null)
  torch=$("$python" "$here/torch_training.py" $network "$work/$network-images.npy" "$work/$network-labels.npy")
  float=$(speed "$work/$network.onnx" --recipe "$work/float.yml")
  row $network 'Mantissa, float32' "$float" "$float"
  row $network 'TensorFlow, float32' "$keras" "$float"
  row $network 'PyTorch, float32' "$torch" "$float"
  row $network 'Mantissa, fixed<8>' "$(speed "$work/$network.onnx" --recipe "$work/plan.yml")" "$float"
  row $network 'Mantissa, ternary weights' "$(speed "$work/$network.onnx" --recipe "$work/plan.yml" --plan "$work/ternary.yml")" "$float"
  [ $network = resnet8 ] || for plan in plam8_2 mitchell-w4-8 posit8_0 bf16; do
    row $network "Mantissa, $plan" "$(speed "$work/$network.onnx" --recipe "$work/plan.yml" --plan "$plans/$plan.yml")" "$float"
  done
done
