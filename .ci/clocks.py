#!/usr/bin/env python3
"""Places a layer of LeNet-5 in each number system with and without registers where `compile --clock` puts them; writes the table.

Arguments: the command, a folder to work in, the folder of Fashion-MNIST, the folder to write. Rows that its CSV has stay.
"""
import json
import os
import sys

from measured import asking, read, write

mantissa, work, fashion, out = sys.argv[1:5]
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
lenet = f"{root}/Examples/lenet5/lenet5.onnx"
calibration = f"{fashion}/train-images-idx3-ubyte.gz"
rounded = "input: {format: fp32, scale: 0.00392156862745098}\ndefaults: {weights: fp32, activations: fp32, accumulator: rounded}\n"
LAYER = "conv1"
# Name: plan, goal for ECP5 in megahertz; the goal for iCE40 HX is 100.
SYSTEMS = {
    "fixed8": (f"{root}/Examples/lenet5/fixed8.yml", 150),
    **{name: (f"{root}/Examples/number-systems/{file}.yml", clock) for name, file, clock in [
        ("float<3,2> weights", "float3_2", 150), ("Mitch-w6", "mitchell-w6-8", 120), ("posit<8,0>", "posit8_0", 120),
        ("PLAM<16,1>", "plam16_1", 120), ("posit<16,1>", "posit16_1", 120), ("bf16, exact sums", "bf16", 100),
        ("fp32, exact sums", "fp32", 100)]},
    "fp32, rounded sums": (None, 100),
}
COLUMNS = ["key", "goal", "predicted", "clock", "luts", "registers", "latency", "clock_before", "luts_before", "latency_before", "path"]
run = asking("clocks", mantissa)


def measure(name, target, goal, whole):
    plan = SYSTEMS[name][0]
    if plan is None:
        plan = os.path.join(work, "rounded.yml")
        with open(plan, "w") as file:
            file.write(rounded)
    row = {"goal": goal}
    for after, options in [("_before", []), ("", ["--clock", str(goal), "--target", target])]:
        folder = os.path.join(work, "design" + after)
        made = run("compile", lenet, "--plan", plan, "--calibrate", calibration, "--target-cycles", "40000", *options, "--force", "-o", folder)
        found = run(
            "synthesise", folder, "--target", target, "--clock", str(goal), "--time-limit", "7200", *([] if whole else ["--layer", LAYER]))
        with open(os.path.join(folder, "manifest.json")) as file:
            row["latency" + after] = json.load(file)["latency_cycles"]
        row["clock" + after] = f"{found['clock']:.1f}" if found["clock"] else ""
        row["luts" + after] = found["total"]["area"]["luts"]
        row["registers"] = found["total"]["area"]["registers"]
        path = found["critical_path"]
        row["path"] = f"{path['delay']:.1f} ns: {path['from']} to {path['to']}" if path else "; ".join(found["notes"])
        row["predicted"] = f"{1000 / max(p['nanoseconds'] for p in made['paths'] if whole or p['layer'] == LAYER):.0f}" if made.get("paths") else ""
    return row


def page(rows):
    lines = [
        "# Clocks that `compile --clock` reaches", "",
        f"Written by `make clocks`: LeNet-5's layer {LAYER} at 40,000 cycles a frame, or all of it, compiled without a clock and with `--clock GOAL --target`,",
        "each synthesised by Yosys 0.23 and placed by nextpnr with the goal as its aim, one seed. Results are the same in both; only latency",
        "differs. Predicted is the longest path of the delay model. The longest path is that of the design with `--clock`.", "",
        "| design, target | goal, MHz | predicted | reached | without | LUTs | of those without | longest path |",
        "|---|---:|---:|---:|---:|---:|---:|---|"]
    for key, row in rows.items():
        share = f"{int(row['luts']) / int(row['luts_before']):.2f}"
        lines.append(
            f"| {key} | {row['goal']} | {row['predicted']} | {row['clock']} | {row['clock_before']} | {int(row['luts']):,} | {share} | {row['path']} |")
    return "\n".join(lines) + "\n"


os.makedirs(work, exist_ok=True)
path = os.path.join(out, "clocks.csv")
rows = {row["key"]: row for row in read(path)}
wanted = [(f"{name}, {target}", name, target, goal if target.startswith("ecp5") else 100, False)
          for target in ["ecp5-85k", "ice40-hx8k"] for name, (_, goal) in SYSTEMS.items()]
wanted.insert(1, ("fixed8, ecp5-85k, whole network", "fixed8", "ecp5-85k", SYSTEMS["fixed8"][1], True))
for key, *what in wanted:
    if key in rows:
        continue
    print(f"clocks: {key}", file=sys.stderr, flush=True)
    rows[key] = {"key": key, **{name: str(value) for name, value in measure(*what).items()}}
    rows = {key: rows[key] for key, *_ in wanted if key in rows}
    write(path, COLUMNS, rows.values())
    with open(os.path.join(out, "clocks.md"), "w") as file:
        file.write(page(rows))
