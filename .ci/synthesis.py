#!/usr/bin/env python3
"""Synthesises networks for ECP5 and 7 series, checks their netlists, and writes the table; rows that its CSV has stay.

Arguments: the command, a folder to work in, the folder of Fashion-MNIST, the folder with published models and data, the folder to
write, and rows by the start of their names (all without one).
"""
import os
import sys

from measured import asking, read, write

mantissa, work, fashion, shared, out = sys.argv[1:6]
wanted = sys.argv[6:]
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGETS = ["ecp5-85k", "xc7"]
COLUMNS = [
    "key", "network", "target", "luts", "registers", "multipliers", "blocks", "clock", "path", "cycles", "cells", "frames",
    "mismatches", "seconds"]
images = f"{fashion}/t10k-images-idx3-ubyte.gz"
lenet = [f"{root}/Examples/lenet5/lenet5.onnx", "--calibrate", images]
systems = f"{root}/Examples/number-systems"
NETWORKS = {
    "LeNet-5 fixed8": [*lenet, "--plan", f"{root}/Examples/lenet5/fixed8.yml"],
    "LeNet-5 mixed": [*lenet, "--plan", f"{root}/Examples/lenet5/mixed.yml"],
    "LeNet-5 PLAM<16,1>": [*lenet, "--plan", f"{systems}/plam16_1.yml"],
    "LeNet-5 Mitch-w6": [*lenet, "--plan", f"{systems}/mitchell-w6-8.yml"],
    "LeNet-5 float<3,2> weights": [*lenet, "--plan", f"{systems}/float3_2.yml"],
    "TFC_1W1A": [f"{shared}/models/TFC_1W1A.onnx", "--calibrate", images],
    "Jet tagger": [f"{shared}/models/qkeras_jettagging.onnx", "--calibrate", "random", "--target-cycles", "16"],
    "DS-CNN": [
        f"{shared}/models/mlperf_tiny_kws_dscnn.onnx", "--plan", f"{root}/Examples/kws.yml", "--calibrate",
        f"{shared}/data/kws01_inputs_int8.npy"],
    "ResNet-8": [
        f"{shared}/models/mlperf_tiny_resnet8.onnx", "--plan", f"{root}/Examples/resnet8.yml", "--calibrate",
        f"{shared}/data/cifar10_test_images.npy"],
}
# Exit code 1 is a result, too.
run = asking("synthesis", mantissa, results=(0, 1))


def measure(name, target):
    folder = os.path.join(work, name.replace(" ", "-").replace("<", "").replace(">", "").replace(",", "_"))
    print(f"synthesis: {name} for {target}", file=sys.stderr, flush=True)
    if not os.path.exists(folder):
        run("compile", *NETWORKS[name], "-o", folder)
    found = run("synthesise", folder, "--target", target, "--time-limit", "7200")
    checked = run(
        "verify", folder, "--netlist", "--target", target, "--frames", "1", "--stalls", "random", "--time-limit", "7200")
    area, path = found["total"]["area"], found["critical_path"]
    return {
        "key": f"{name} {target}", "network": name, "target": target, **area,
        "clock": f"{found['clock']:.1f}" if found["clock"] else "",
        "path": f"{path['delay']:.1f} ns: {path['from']} to {path['to']}" if path else "; ".join(found["notes"]),
        "cycles": found["cycles_per_frame"], "cells": checked["netlist"].split(" ")[0].replace(",", ""),
        "frames": checked["frames"], "mismatches": checked["mismatches"] + len(checked["problems"]),
        "seconds": round(found["seconds"])}


def page(rows):
    lines = [
        "# Networks through open tools", "",
        "Written by `make synthesis`: Yosys 0.23, nextpnr-ecp5 at speed 6 with an aim of 100 MHz, `verify --netlist` in Verilator with",
        "random pauses. A clock that is missing is one that no open tool tells; what does not fit is not placed. Cells are those",
        "of the checked netlist, which is flattened at once; the counts before are those of `synthesise`, layer by layer.", "",
        "| network | target | LUTs | flip-flops | DSPs | memory blocks | clock, MHz | cycles a frame | inferences a second | longest path | "
        "cells checked | words wrong |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|"]
    for row in rows:
        rate = f"{float(row['clock']) * 1e6 / int(row['cycles']):,.0f}" if row["clock"] else ""
        lines.append(
            f"| {row['network']} | {row['target']} | {int(row['luts']):,} | {int(row['registers']):,} | {row['multipliers']} | "
            f"{row['blocks']} | {row['clock']} | {int(row['cycles']):,} | {rate} | {row['path']} | {int(row['cells']):,} | "
            f"{row['mismatches']} |")
    return "\n".join(lines) + "\n"


os.makedirs(work, exist_ok=True)
path = os.path.join(out, "synthesis.csv")
rows = read(path)
for name in NETWORKS:
    if wanted and not any(name.startswith(start) for start in wanted):
        continue
    for target in TARGETS:
        if not any(row["key"] == f"{name} {target}" for row in rows):
            rows.append(measure(name, target))
            rows.sort(key=lambda row: (list(NETWORKS).index(row["network"]), row["target"]))
            write(path, COLUMNS, rows)
with open(os.path.join(out, "synthesis.md"), "w") as file:
    file.write(page(rows))
