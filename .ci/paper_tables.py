#!/usr/bin/env python3
"""Synthesises whole networks in the papers' number systems beside what the papers compare them with, and writes the page.

Arguments: the command, a folder to work in, the folder of Fashion-MNIST, the folder with published models, the folder of the CSV file,
and the page. Rows that the CSV file has stay. The page has what `peers.py` found, too.
"""
import json
import os
import sys

from measured import asking, read, write

mantissa, work, fashion, shared, out, page_path = sys.argv[1:7]
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
images, labels = f"{fashion}/t10k-images-idx3-ubyte.gz", f"{fashion}/t10k-labels-idx1-ubyte.gz"
calibration = f"{fashion}/train-images-idx3-ubyte.gz"
TARGET = "ecp5-85k"
CLOCK = "100"
ONE_UNIT = 153600   # cycles of the layer with most products, with one unit in each layer
lenet = f"{root}/Examples/lenet5/lenet5.onnx"
mpwn = f"{shared}/models/mpwn_fbtbf.onnx"
COLUMNS = [
    "key", "luts", "registers", "multipliers", "blocks", "clock", "cycles", "latency", "sum", "accuracy", "seconds"]


def system(name):
    return f"{root}/Examples/number-systems/{name}.yml"


# Name: model, plan, cycles a frame.
NETWORKS = {
    "FBTBF": (mpwn, f"{root}/Examples/mpwn.yml", ONE_UNIT),
    "FBTBF, parallel": (mpwn, f"{root}/Examples/mpwn.yml", 14400),
    "float32": (mpwn, "float32.yml", ONE_UNIT),
    "posit<16,1>": (lenet, system("posit16_1"), ONE_UNIT),
    "PLAM<16,1>": (lenet, system("plam16_1"), ONE_UNIT),
    "bf16": (lenet, system("bf16"), ONE_UNIT),
    "fixed8": (lenet, f"{root}/Examples/lenet5/fixed8.yml", ONE_UNIT),
    "Mitch-w6": (lenet, system("mitchell-w6-8"), ONE_UNIT),
    "float<3,2> weights": (lenet, system("float3_2"), ONE_UNIT),
}
run = asking("paper-tables", mantissa)


def measure(name):
    model, plan, cycles = NETWORKS[name]
    if plan == "float32.yml":
        plan = os.path.join(work, plan)
        with open(plan, "w") as file:
            file.write("input: {format: fp32, scale: 0.00392156862745098}\n"
                       "defaults: {weights: fp32, activations: fp32, accumulator: rounded}\n")
    folder = os.path.join(work, "".join(c if c.isalnum() else "-" for c in name))
    print(f"paper-tables: {name}", file=sys.stderr, flush=True)
    run("compile", model, "--plan", plan, "--calibrate", calibration, "--target-cycles", str(cycles),
        "--clock", CLOCK, "--target", TARGET, "--force", "-o", folder)
    found = run("synthesise", folder, "--target", TARGET, "--time-limit", "7200")
    scored = run("evaluate", model, "--plan", plan, "--calibrate", calibration, "--images", images, "--labels", labels)
    with open(os.path.join(folder, "manifest.json")) as file:
        manifest = json.load(file)
    return {
        "key": name, **found["total"]["area"], "clock": f"{found['clock']:.1f}" if found["clock"] else "",
        "cycles": manifest["cycles_per_frame"], "latency": manifest["latency_cycles"],
        "sum": sum(layer["cycles_per_frame"] for layer in manifest["layers"]), "accuracy": f"{scored['top1_golden']:.4f}",
        "seconds": round(found["seconds"])}


def micro(row, cycles):
    return f"{int(row[cycles]) / float(row['clock']):,.0f}" if row["clock"] else ""


def table(rows, names):
    lines = [
        "| network | LUTs | flip-flops | DSPs | memory blocks | clock, MHz | cycles a frame | latency, us | golden accuracy |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|"]
    for name in names:
        row = rows.get(name)
        if row:
            lines.append(
                f"| {name} | {int(row['luts']):,} | {int(row['registers']):,} | {row['multipliers']} | {row['blocks']} | "
                f"{row['clock']} | {int(row['cycles']):,} | {micro(row, 'latency')} | {100 * float(row['accuracy']):.2f} % |")
    return lines


def times(a, b):
    return f"{a / b:.2f}" if b else ("-" if not a else "all")


def ratios(rows, first, second):
    """How many times more of each resource the first takes than the second."""
    if first not in rows or second not in rows:
        return "not measured yet"
    a, b = rows[first], rows[second]
    parts = [f"{times(int(a[key]), int(b[key]))} x {label}" for key, label in [
        ("luts", "LUTs"), ("registers", "flip-flops"), ("multipliers", "DSPs"), ("blocks", "memory blocks")]]
    if a["clock"] and b["clock"]:
        latency = (int(a["latency"]) / float(a["clock"])) / (int(b["latency"]) / float(b["clock"]))
        parts.append(f"{latency:.2f} x latency")
    return ", ".join(parts)


def page(rows):
    lines = [
        "# The papers' networks, measured", "",
        f"Written by `make paper-tables`: LeNet-5 whole, on Fashion-MNIST (10,000 test images), compiled with `--clock {CLOCK}` for",
        f"{TARGET}, synthesised by Yosys 0.23 and placed by nextpnr at speed 6 with an aim of {CLOCK} MHz. With one unit in each layer, which makes one product a cycle, every machine",
        "takes 153,600 cycles a frame or somewhat more. The papers synthesised with other tools, for other devices or cell libraries.", "",
        "## Mixed-precision weights against float32", "",
        "The published network FBTBF with activations in half precision and exact sums, against the same layers in float32 whose products and",
        "sums are rounded one after another (`accumulator: rounded`). *FBTBF, parallel* has as many units as 14,400 cycles ask for.", ""]
    lines += table(rows, ["FBTBF", "FBTBF, parallel", "float32"])
    lines += [
        "", f"float32 takes, against FBTBF at equal folds: {ratios(rows, 'float32', 'FBTBF')}.",
        f"Against FBTBF, parallel: {ratios(rows, 'float32', 'FBTBF, parallel')}."]
    if "float32" in rows and rows["float32"]["clock"]:
        row = rows["float32"]
        sequential = int(row["sum"]) / float(row["clock"])
        text = f"One layer after another, as an unoptimised program does, float32 takes {sequential:,.0f} us"
        fast = rows.get("FBTBF, parallel")
        if fast and fast["clock"]:
            text += f", {sequential / (int(fast['latency']) / float(fast['clock'])):.2f} times the latency of FBTBF, parallel"
        lines.append(text + ".")
    lines += [
        "The paper: 1.68 to 4.89 times fewer resources, latency up to 31.55 times lower than an unoptimised float32 network",
        "(Fuengfusin & Tamukoh, PLoS ONE 16(5), 2021; Vivado HLS). Its baseline runs one layer after another and its own network is unrolled; at equal",
        "folds latency follows the clock alone.", "",
        "## PLAM against exact posits", ""]
    lines += table(rows, ["posit<16,1>", "PLAM<16,1>"])
    lines += ["", f"Exact posits take, against PLAM: {ratios(rows, 'posit<16,1>', 'PLAM<16,1>')}.",
              "The paper's multiplier of 16 bits has 69 % less area and 64 % less power (Murillo et al., 2022); decoders, exact sums, encoders and memories",
              "are the same in both networks, so a whole network gains less. `Hardware-comparisons.md` has the multipliers alone.", "",
              "## Mitch-w6 against bfloat16 and fixed point", ""]
    lines += table(rows, ["bf16", "fixed8", "Mitch-w6"])
    lines += ["", f"bfloat16 with exact sums takes, against Mitch-w6 on 8 bits: {ratios(rows, 'bf16', 'Mitch-w6')}.",
              f"8-bit fixed point takes: {ratios(rows, 'fixed8', 'Mitch-w6')}.",
              "The paper's MAC needs up to 80 % less energy than bfloat16's (Kim et al., 2021). On an FPGA an exact 8-bit product is a part of a multiplier block",
              "that is there anyway; a logarithmic one is made of tables.", "",
              "## Float weights on fixed activations", ""]
    lines += table(rows, ["fixed8", "float<3,2> weights"])
    lines += ["", f"8-bit fixed point takes, against 6-bit float weights: {ratios(rows, 'fixed8', 'float<3,2> weights')}.",
              "The paper saves up to 50 % of the multiplier's power (Lai et al., 2017).", "",
              "Energy of single circuits, by a Liberty file, is in `Hardware-comparisons.md`; whole networks in gates are not measured, since their",
              "memories would become flip-flops."]
    return "\n".join(lines) + "\n"


def number(text):
    return f"{float(text):,.0f}" if text and float(text) >= 1000 else text


def peers(rows):
    """Our networks beside other generators', and what others published of boards; nothing without rows."""
    if not rows:
        return []
    lines = [
        "", "## Against NNgen, da4ml and published boards", "",
        "From `generated/peers.csv`, which `make paper-tables` goes on with: generators from PyPI and our own, synthesised on one machine",
        "by the same Yosys 0.23 and, where a clock is there, placed by nextpnr at speed 6 with an aim of 100 MHz, between two chains of",
        "registers. A peer's design is flattened at once, ours layer by layer. No open tool places for xc7. NNgen keeps weights in a",
        "memory outside; our networks and da4ml's hold them. *Rewritten*: quantizers dropped, MatMul with Add made Gemm, Softmax left out.",
        "NNgen then chooses 8-bit scales of its own: nothing says that such a network is as accurate.", ""]
    boards = [row for row in rows if not row["luts"] and row["rate"]]
    measured = [row for row in rows if row not in boards]
    lines += [
        "| network | generator | target | LUTs | flip-flops | DSPs | memory blocks | clock, MHz | cycles a frame | inferences a second | "
        "note |",
        "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---|"]
    for start in ["Jet tagger", "LeNet-5", "DS-CNN", "ResNet-8"]:
        seen = set()
        for row in [row for row in measured if row["network"].startswith(start)]:
            # What stops before any synthesis stops for every target.
            target = "any" if row["note"].startswith("it stops") else row["target"]
            if (row["tool"], target) in seen and target == "any":
                continue
            seen.add((row["tool"], target))
            figures = [number(row[key]) for key in ["luts", "registers", "multipliers", "blocks"]]
            figures += [row["clock"], number(row["cycles"]), number(row["rate"])]
            lines.append(f"| {row['network']} | {row['tool']} | {target} | {' | '.join(figures)} | {row['note']} |")
    lines += [
        "", "What others published of whole boards; only ResNet-8 and DS-CNN are networks that this page has:", "",
        "| task, network | tool | board | inferences a second | energy of each, quality; source |", "|---|---|---|---:|---|"]
    lines += [f"| {row['network']} | {row['tool']} | {row['target']} | {number(row['rate'])} | {row['note']} |" for row in boards]
    return lines


os.makedirs(work, exist_ok=True)
path = os.path.join(out, "paper-tables.csv")
rows = {row["key"]: row for row in read(path)}
for name, (model, _, _) in NETWORKS.items():
    if name in rows:
        continue
    if not os.path.exists(model):
        print(f"paper-tables: {model} is not here; '{name}' is left out", file=sys.stderr)
        continue
    rows[name] = {key: str(value) for key, value in measure(name).items()}
    write(path, COLUMNS, [rows[key] for key in NETWORKS if key in rows])
others = read(os.path.join(out, "peers.csv"))
with open(page_path, "w") as file:
    file.write(page(rows) + "".join(line + "\n" for line in peers(others)))
