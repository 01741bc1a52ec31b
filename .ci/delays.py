#!/usr/bin/env python3
"""Measures the times of `Templates/delays.json`: small circuits between registers, placed and routed by nextpnr.

Arguments: the JSON file, a folder to work in, and targets (ecp5-25k, ecp5-85k, ice40-hx8k, ice40-up5k; all without one).
Each circuit is placed with three seeds; the median of the longest paths counts. Times that no open tool measures (xc7)
stay as the file has them.
"""
import json
import os
import statistics
import subprocess
import sys

path, work = sys.argv[1:3]
TARGETS = {
    "ecp5-25k": ("synth_ecp5", "ecp5", ["--25k", "--package", "CABGA381", "--speed", "6"]),
    "ecp5-85k": ("synth_ecp5", "ecp5", ["--85k", "--package", "CABGA756", "--speed", "6"]),
    "ice40-hx8k": ("synth_ice40 -device hx", "ice40", ["--hx8k", "--package", "ct256"]),
    "ice40-up5k": ("synth_ice40 -device u -dsp", "ice40", ["--up5k", "--package", "sg48"]),
}
WIDTHS = [8, 16, 32, 64]
LEVELS = [1, 3, 5]
SEEDS = [1, 2, 3]


def circuit(inputs, outputs, body):
    """A module whose inputs come from registers and whose outputs go to some, both in chains between two pins."""
    return f"""
module circuit (input clk, input d, output q);
    reg [{inputs - 1}:0] chain_q, x;
    reg [{outputs - 1}:0] y, out_q;
    assign q = out_q[0];
    wire [{outputs - 1}:0] result;
    always @(posedge clk) begin
        chain_q <= {{chain_q, d}};
        x       <= chain_q;
        y       <= result;
        out_q   <= d ? y : out_q >> 1;
    end
{body}
endmodule
"""


def levels(count):
    """Layers of 32 tables, each of which takes four of the layer before, so that wires cross as they do in a design."""
    lines = ["    wire [31:0] t0 = x;"]
    for i in range(count):
        a, b, c, d = (f"t{i}[(i + {step}) % 32]" for step in (0, 5, 11, 18))
        lines += [f"    wire [31:0] t{i + 1};",
                  f"    generate for (i = 0; i < 32; i = i + 1) begin : g{i}",
                  f"        assign t{i + 1}[i] = ({a} & {b}) ^ ({c} | ~{a} & {d});", "    end endgenerate"]
    return circuit(32, 32, "\n".join(["    genvar i;"] + lines + [f"    assign result = t{count};"]))


def add(width):
    return circuit(2 * width, width, f"    assign result = x[{width - 1}:0] + x[{2 * width - 1}:{width}];")


def multiply(width):
    return circuit(
        2 * width, 2 * width,
        f"    assign result = $signed(x[{width - 1}:0]) * $signed(x[{2 * width - 1}:{width}]);")


MEMORY = circuit(10, 16, """    reg [15:0] memory [0:1023];
    reg [15:0] word;
    always @(posedge clk) begin
        if (d) memory[x] <= {6'd0, chain_q};
        word <= memory[x];
    end
    assign result = word;""")
WIRE = circuit(16, 16, "    assign result = x;")


def router(family):
    local = os.path.join(".build", "routing", "bin", f"yowasp-nextpnr-{family}")
    return local if os.path.exists(local) else f"nextpnr-{family}"


def measure(target, name, text):
    """The longest path in nanoseconds."""
    synthesis, family, options = TARGETS[target]
    folder = os.path.join(work, target, name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "circuit.v"), "w") as file:
        file.write(text)
    subprocess.run(
        ["yosys", "-q", "-p", f"read_verilog {folder}/circuit.v; {synthesis} -top circuit -json {folder}/circuit.json"],
        check=True, stdout=subprocess.DEVNULL)
    times = []
    for seed in SEEDS:
        report = os.path.join(folder, f"{seed}.json")
        subprocess.run(
            [router(family), *options, "--json", f"{folder}/circuit.json", "--report", report, "--seed", str(seed),
             "--freq", "400", "--timing-allow-fail",
             "--lpf-allow-unconstrained" if family == "ecp5" else "--pcf-allow-unconstrained"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(report) as file:
            clocks = json.load(file)["fmax"]
        times.append(max(1000 / clock["achieved"] for clock in clocks.values()))
    time = statistics.median(times)
    print(f"delays: {target} {name}: {time:.2f} ns", file=sys.stderr, flush=True)
    return time


def line(points):
    """Least squares: what is there at 0, and for each unit."""
    n, sx, sy = len(points), sum(x for x, _ in points), sum(y for _, y in points)
    slope = (n * sum(x * y for x, y in points) - sx * sy) / (n * sum(x * x for x, _ in points) - sx * sx)
    return (sy - slope * sx) / n, slope


def model(target):
    register = measure(target, "wire", WIRE)
    _, level = line([(count, measure(target, f"levels{count}", levels(count))) for count in LEVELS])
    carry, bit = line([(width, measure(target, f"add{width}", add(width))) for width in WIDTHS])
    blocks = target != "ice40-hx8k"
    product = measure(target, "multiply16", multiply(16)) - register if blocks else 0
    memory = measure(target, "memory", MEMORY) - register
    times = {"register": register, "level": level, "carry": carry - register, "carryBit": bit, "product": product,
             "memory": memory}
    return {"target": target, **{name: round(max(0, time), 3) for name, time in times.items()}}


with open(path) as file:
    models = {entry["target"]: entry for entry in json.load(file)}
for target in sys.argv[3:] or TARGETS:
    models[target] = model(target)
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join("  " + json.dumps(entry) for entry in models.values()) + "\n]\n")
