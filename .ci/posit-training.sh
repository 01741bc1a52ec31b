#!/bin/sh
# Trainings in posits: two half circles as in arXiv 1907.04091, LeNet-5 on Fashion-MNIST and on CIFAR-10, and inference with fewer bits.
# A row whose file in OUTPUT/rows is there is left as it is; a training that was stopped goes on.
# Arguments: the command, the folder of Fashion-MNIST, the folder of CIFAR-10's images as .npy, the folder to write.
set -eu
mantissa=$1 fashion=$2 cifar=$3 output=$4
here=$(cd "$(dirname "$0")" && pwd)
state=.build/posits rows=$output/rows
mkdir -p "$state" "$rows"

row() { # name; the report in JSON on standard input
  python3 "$here/posit_results.py" row "$1" "$rows/$1.json"
}

training() { # name, options of `mantissa train`
  name=$1
  shift
  [ ! -f "$rows/$name.json" ] || return 0
  how=--force
  [ ! -f "$state/$name/checkpoint" ] || how=--resume
  echo "posits: training $name" >&2
  "$mantissa" train "$@" -o "$state/$name" $how --json >"$state/$name.json" 2>"$state/$name.log" ||
    { tail -3 "$state/$name.log" >&2; return 1; }
  row "$name" <"$state/$name.json"
}

plan() { # format, scale of the input
  file=$state/plan-$(echo "$1" | tr -d '<>' | tr , _).yml
  printf "input: {format: '%s'%s}\ndefaults: {weights: '%s', activations: '%s'}\n" "$1" "${2:+, scale: $2}" "$1" "$1" >"$file"
  echo "$file"
}

# The paper's classifier. Sigmoids of 32-bit codes are too large a table for hardware: those runs are validated as posit<16,1>.
moons=$state/two-moons
[ -f "$moons/labels.npy" ] || "$mantissa" data two-moons --samples 4000 --noise 0.15 --seed 1 -o "$moons" >&2
[ -f "$moons/test/labels.npy" ] || "$mantissa" data two-moons --samples 2000 --noise 0.15 --seed 2 -o "$moons/test" >&2
[ -f "$moons/net.onnx" ] || "$mantissa" network mlp:2-16-16-2 --activation sigmoid --seed 1 -o "$moons/net.onnx" >&2
two_moons() { # name, numbers, format of validation
  recipe=$state/$1.yml
  printf 'epochs: 30\nbatch: 32\nseed: 1\nvalidation: 0.2\noptimizer: {kind: sgd, rate: 0.5, momentum: 0.9}\nkeep: last\n%s\n' "$2" >"$recipe"
  training "$1" "$moons/net.onnx" --recipe "$recipe" --plan "$(plan "$3")" --images "$moons/inputs.npy" \
    --labels "$moons/labels.npy" --test-images "$moons/test/inputs.npy" --test-labels "$moons/test/labels.npy"
}
two_moons moons-float32 'arithmetic: float' 'posit<16,1>'
for width in 8 10 12 16; do
  two_moons moons-posit${width}_0 "numbers: 'posit<$width,0>'" "posit<$width,0>"
  two_moons moons-posit${width}_0-fast "numbers: {format: 'posit<$width,0>', sigmoid: fast}" "posit<$width,0>"
done
two_moons moons-posit16_1 "numbers: 'posit<16,1>'" 'posit<16,1>'
two_moons moons-posit32_2 "numbers: 'posit<32,2>'" 'posit<16,1>'

# One network, trained in posit<16,1> and in floats, then with fewer bits.
pixel=0.00392156862745098
evaluation() { # name, model, format, calibration, images, labels
  [ ! -f "$rows/$1.json" ] || return 0
  "$mantissa" evaluate "$2" --plan "$(plan "$3" $pixel)" --calibrate "$4" --images "$5" --labels "$6" --json | row "$1"
}
network() { # name, ONNX file, epochs, rate, training images and labels, test images and labels, augmentation
  for numbers in float32 posit16_1; do
    recipe=$state/$1-$numbers.yml
    choice="numbers: 'posit<16,1>'"
    [ $numbers != float32 ] || choice='arithmetic: float'
    printf 'epochs: %s\nbatch: 64\nseed: 1\nvalidation: 0.05\noptimizer: {kind: sgd, rate: %s, momentum: 0.9}\n%s\n%s\n%s\n' \
      "$3" "$4" "schedule: {kind: cosine, warm-up: 0.5}" "$9" "$choice" >"$recipe"
    training "$1-$numbers" "$2" --recipe "$recipe" --plan "$(plan 'posit<16,1>' $pixel)" --images "$5" --labels "$6" \
      --test-images "$7" --test-labels "$8"
    for format in 16,1 8,0 8,1 8,2; do
      evaluation "$1-$numbers-as-posit$(echo $format | tr , _)" "$state/$1-$numbers/model.onnx" "posit<$format>" "$5" "$7" "$8"
    done
  done
}
[ -f "$state/lenet5.onnx" ] || "$mantissa" network lenet5 --seed 1 -o "$state/lenet5.onnx" >&2
if [ -f "$fashion/train-images-idx3-ubyte.gz" ]; then
  network fashion "$state/lenet5.onnx" 6 0.05 "$fashion/train-images-idx3-ubyte.gz" "$fashion/train-labels-idx1-ubyte.gz" \
    "$fashion/t10k-images-idx3-ubyte.gz" "$fashion/t10k-labels-idx1-ubyte.gz" 'augment: {flip: true}'
else
  echo "posits: Fashion-MNIST is not in $fashion; its rows are left out" >&2
fi
[ -f "$state/lenet5-cifar.onnx" ] || "$mantissa" network lenet5 --image 32x32x3 --seed 1 -o "$state/lenet5-cifar.onnx" >&2
if [ -f "$cifar/cifar10_train_images.npy" ]; then
  for part in train test; do
    [ -f "$state/cifar-$part.npy" ] ||
      python3 "$here/posit_results.py" planes "$cifar/cifar10_${part}_images.npy" "$state/cifar-$part.npy"
  done
  network cifar "$state/lenet5-cifar.onnx" 15 0.05 "$state/cifar-train.npy" "$cifar/cifar10_train_labels.npy" \
    "$state/cifar-test.npy" "$cifar/cifar10_test_labels.npy" 'augment: {flip: true, shift: 2}'
else
  echo "posits: CIFAR-10 is not in $cifar; its rows are left out" >&2
fi
python3 "$here/posit_results.py" tables "$rows" "$output"
