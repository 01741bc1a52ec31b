#!/bin/sh
# Compares number systems on real networks and writes one Markdown file; finished rows are kept in .build/number-systems.
# Icarus needs many minutes for an image of the networks with wide exact accumulators.
set -eu
mantissa=$1 fashion=$2 shared=$3 output=$4
plans=Examples/number-systems
state=.build/number-systems
mkdir -p "$state"

compare() { # part, model, images, labels, plans and options
  part=$state/$1.md model=$2 images=$3 labels=$4
  shift 4
  "$mantissa" compare "$model" --images "$images" --labels "$labels" --state "$state" --output "$part" \
    --time-limit 3600 --plans "$@"
}

train=$fashion/train-images-idx3-ubyte.gz
images=$fashion/t10k-images-idx3-ubyte.gz labels=$fashion/t10k-labels-idx1-ubyte.gz
systems=$(ls $plans/*.yml | grep -v /kws)
# shellcheck disable=SC2086
compare lenet5 Examples/lenet5/lenet5.onnx "$images" "$labels" Examples/lenet5/fixed8.yml $systems \
  --calibrate "$train"
parts=$state/lenet5.md
if [ -f "$shared/models/mpwn_fbtbf.onnx" ]; then
  compare mpwn "$shared/models/mpwn_fbtbf.onnx" "$images" "$labels" Examples/mpwn.yml \
    --calibrate "$train"
  parts="$parts $state/mpwn.md"
else
  echo "number-systems: $shared/models/mpwn_fbtbf.onnx is not here; its row is left out" >&2
fi
if [ -f "$shared/models/mlperf_tiny_kws_dscnn.onnx" ]; then
  # shellcheck disable=SC2086
  compare kws "$shared/models/mlperf_tiny_kws_dscnn.onnx" "$shared/data/kws01_inputs_int8.npy" \
    "$shared/data/kws01_labels.npy" $(ls $plans/kws*.yml)
  parts="$parts $state/kws.md"
else
  echo "number-systems: $shared/models/mlperf_tiny_kws_dscnn.onnx is not here; its rows are left out" >&2
fi
{
  echo "# Number systems, compared"
  echo
  echo "Written by \`make number-systems\`. \`against float32\` is in points; \`golden images/s\` varies with the machine's load."
  for part in $parts; do echo; cat "$part"; done
} > "$output.new"
mv "$output.new" "$output"
