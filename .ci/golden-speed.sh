#!/bin/sh
# Images a second through the golden model in every number system, and beside 8-bit fixed point in the same run.
# Arguments: the command, the folder of Fashion-MNIST, the folder of published models, images of LeNet-5.
set -eu
mantissa=$1 fashion=$2 shared=$3 limit=${4:-2000}

speed() { # model, plan, images, labels, limit
  "$mantissa" evaluate "$1" --plan "$2" --images "$3" --labels "$4" --limit "$5" --json 2>/dev/null |
    python3 -c "import json, sys; print(json.load(sys.stdin)['images_per_second'])"
}
table() { # model, images, labels, limit, plans: the first one is what the others are compared with
  model=$1 images=$2 labels=$3 count=$4 base=
  shift 4
  printf '\n%s, %s images\n\n| plan | images/s | beside the first |\n|---|---:|---:|\n' "$(basename "$model" .onnx)" "$count"
  for plan; do
    found=$(speed "$model" "$plan" "$images" "$labels" "$count")
    base=${base:-$found}
    printf '| %s | %.0f | %s |\n' "$(basename "$plan" .yml)" "$found" "$(echo "$found $base" | awk '{printf "%.2f", $1 / $2}')"
  done
}

plans=Examples/number-systems
# shellcheck disable=SC2046
table Examples/lenet5/lenet5.onnx "$fashion/t10k-images-idx3-ubyte.gz" "$fashion/t10k-labels-idx1-ubyte.gz" "$limit" \
  Examples/lenet5/fixed8.yml $(ls $plans/*.yml | grep -v /kws)
if [ -f "$shared/models/mlperf_tiny_kws_dscnn.onnx" ]; then
  # shellcheck disable=SC2046
  table "$shared/models/mlperf_tiny_kws_dscnn.onnx" "$shared/data/kws01_inputs_int8.npy" "$shared/data/kws01_labels.npy" \
    $((limit < 1000 ? limit : 1000)) $(ls $plans/kws*.yml)
else
  echo "golden-speed: $shared/models/mlperf_tiny_kws_dscnn.onnx is not here; its rows are left out" >&2
fi
