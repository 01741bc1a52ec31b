#!/bin/sh
# Compiles large networks with random weights, inspects those of many nodes, and says how long that took: large.sh MANTISSA PYTHON FOLDER.
# Exit code 1 when one of them fails or takes longer than its limit.
set -eu
mantissa=$1 python=$2 folder=$3
"$python" Tests/Oracles/make_large.py "$folder"
exec "$python" - "$mantissa" "$folder" <<'EOF'
import os, shutil, subprocess, sys, time

LIMITS = {"mobilenetv2_224": 20, "mobilenetv2_96": 10, "quantized_96": 3, "forked_256": 3, "separable_512": 3,
          "resnet_32": 3, "plain_4096": 10, "residual_4096": 10,
          "relus_10000": 10, "equal_5000": 15, "different_5000": 20}
INSPECTED = {"relus_10000": 3, "equal_5000": 3, "different_5000": 3}
mantissa, folder = sys.argv[1:]
failed = False
print(f"{'network':22} {'seconds':>9} {'limit':>9} {'ratio':>9} {'MiB':>9}")
for command, name, limit in [("compile", *row) for row in LIMITS.items()] + [
        ("inspect", *row) for row in INSPECTED.items()]:
    output = os.path.join(folder, name)
    shutil.rmtree(output, ignore_errors=True)
    options = ["--calibrate", "random", "-o", output] if command == "compile" else []
    with open(output + ".log", "w") as log:
        start = time.monotonic()
        child = subprocess.Popen(
            [mantissa, command, output + ".onnx", *options], stdout=log, stderr=log)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
    name = name if command == "compile" else command + " " + name
    print(f"{name:22} {seconds:9.2f} {limit:9} {seconds / limit:9.2f} {used.ru_maxrss // 1024:9}" if status == 0
          else f"{name}: failed; see {output}.log", flush=True)
    failed = failed or status != 0 or seconds > limit
sys.exit(failed)
EOF
