#!/usr/bin/env python3
"""Plants faults in small designs and counts how many of them the emitted testbenches notice.

usage: mutants.py MANTISSA WORK OUT [--faults N] [--floor PERCENT] [DESIGN...]

Yosys' `mutate` draws N faults a design (inverted and stuck bits, and bits that follow others of their port) from a seed, and puts
all of them into one netlist, in which an input chooses one. That netlist runs in the emitted testbench as `mantissa verify`
runs it: first in Verilator, and in Icarus where Verilator notices nothing. What neither notices goes to mutant_proof.py; a
fault that no proof finds equal is a survivor. OUT gets mutants.md and mutants.csv; a run that was stopped goes on where it was.
The exit code is 1 when a smaller share than --floor is noticed, 3 when a tool is missing.
"""
import argparse
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from mutant_proof import Prover

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
residual = f"{root}/Tests/Models/small_residual.onnx"
pixel = "scale: 0.00392156862745098"
# A plan each; `mlp` and `lenet` are networks that the command writes.
DESIGNS = {
    "residual-fixed8": (residual, ""),
    "mlp-float": ("mlp:12-10-5", f"input: {{format: 'float<4,3>', {pixel}}}\ndefaults: {{weights: 'float<4,3>', "
                                 "activations: 'float<4,3>'}\n"),
    "mlp-mitchell": ("mlp:12-10-5", "defaults: {multiplier: 'mitchell-w<6>'}\n"),
    "residual-ternary": (residual, "defaults: {weights: ternary}\n"),
    "residual-posit": (residual, f"input: {{format: 'posit<8,0>', {pixel}}}\ndefaults: {{weights: 'posit<8,0>', "
                                 "activations: 'posit<8,0>'}\n"),
}
SEED = 1
COLUMNS = ["design", "fault", "mode", "layer", "cell", "port", "source", "result", "by"]


def fail(message, code=3):
    print(f"mutants: {message}", file=sys.stderr)
    sys.exit(code)


def run(*command, folder=None, limit=600, codes=(0,)):
    """What a program prints; None where it takes longer than its limit."""
    try:
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    if codes and done.returncode not in codes:
        fail(f"'{' '.join(command)[:200]}' ended with {done.returncode}:\n{done.stdout[-2000:]}")
    return done.stdout


class Fault:
    """One line of `mutate -list`."""

    def __init__(self, line, top):
        def word(key):
            return (re.findall(rf" -{key} (\S+)", line) or [""])[0]
        self.number = int(re.search(r"-ctrl fault 16 (\d+)", line).group(1))
        self.mode, self.name = word("mode"), word("cell")
        self.port = f"{word('port')}[{word('portbit')}]" if word("portbit") else word("port")
        # Instances above the cell, from the top down: names of generate blocks hold brackets and dots.
        self.path = re.findall(r"(?:g_\w+\[\d+\]\.)*u_\w+", self.name.split(".$")[0].replace("\\", ""))
        layer = self.path[1] if self.path[:1] == ["u_core"] and len(self.path) > 1 else top
        self.layer = layer.removeprefix("u_")
        self.cell = self.path[-1] if self.path else top
        self.places = [place.split(":") for place in re.findall(r" -src \.\./(\S+)", line)]
        self.kind = (re.findall(r"\$(\w+)\$(?:[^$]*:\d+\$)?\d+$", self.name) or ["memory"])[0]

    def source(self, prover):
        """The line of the fault, in the file of the innermost module around it."""
        module = prover.module(self.path) or prover.module(self.path[:-1]) or {}
        file = module.get("attributes", {}).get("src", "").split(":")[0].removeprefix("../")
        lines = [int(place.split(".")[0]) for path, place in self.places if path == file]
        return f"{file}:{min(lines)}" if lines else file


class Design:
    def __init__(self, name, mantissa, work, faults):
        self.name, self.mantissa, self.faults = name, mantissa, faults
        self.folder = os.path.join(work, re.sub(r"\W", "-", name))
        self.rtl, self.made = f"{self.folder}/design", f"{self.folder}/made"
        os.makedirs(self.made, exist_ok=True)
        self.compile()
        with open(f"{self.rtl}/manifest.json") as file:
            manifest = json.load(file)
        self.core, self.top = manifest["name"], manifest["top"]
        self.place = f"{self.rtl}/{manifest['run_folder']}"
        self.sources = [os.path.relpath(f"{self.rtl}/{path}", self.place) for path in manifest["sources"]]
        self.frames = {}
        for simulator in ("icarus", "verilator"):  # whose frames begin with those of Icarus
            checked = json.loads(run(
                mantissa, "verify", self.rtl, "--simulator", simulator, "--vectors", self.made, "--json", codes=(0, 1)))
            if checked["mismatches"] or checked["problems"]:
                fail(f"{name}: the design is wrong without a fault: {checked['problems']}", 1)
            self.frames[simulator], self.seed = checked["frames"], checked["seed"]

    def compile(self):
        model, plan = DESIGNS[self.name]
        if model.startswith("mlp"):
            run(self.mantissa, "network", model, "-o", f"{self.made}/mlp.onnx", "--force")
            model = f"{self.made}/mlp.onnx"
        with open(f"{self.made}/plan.yml", "w") as file:
            file.write(plan)
        run(self.mantissa, "compile", model, *(["--plan", f"{self.made}/plan.yml"] if plan else []), "--calibrate", "random",
            "-o", self.rtl, "--force")

    def digest(self):
        """Of everything that a result depends on."""
        total = hashlib.sha256()
        for path in sorted([f"{self.rtl}/manifest.json", f"{self.made}/input.hex", __file__, f"{root}/.ci/mutant_proof.py"]):
            with open(path, "rb") as file:
                total.update(file.read())
        return f"{total.hexdigest()[:16]} {self.faults}"

    def plant(self):
        """One netlist with every fault, around it a top of the design's own name, and both simulators."""
        script = f"""
            read_verilog {' '.join(self.sources)}
            hierarchy -check -top {self.top}
            proc
            write_json {self.made}/hierarchy.json
            flatten
            opt_clean
            mutate -list {self.faults} -seed {SEED} -ctrl fault 16 1 -o {self.made}/list.txt {self.top}/* t:$meminit* %d
            script {self.made}/list.txt
            rename {self.top} faulty
            write_verilog -noattr {self.made}/faulty.v
            memory_collect
            write_json {self.made}/faulty.json
            """
        with open(f"{self.made}/plant.ys", "w") as file:
            file.write(script)
        run("yosys", "-q", "-s", f"{self.made}/plant.ys", folder=self.place)
        with open(f"{self.made}/list.txt") as file:
            lines = [line for line in file if line.startswith("mutate")]
        self.list = [Fault(line, self.top) for line in lines]
        with open(f"{self.made}/hierarchy.json") as file:
            self.modules = json.load(file)["modules"]
        ports = self.modules[self.top]["ports"]
        declared = [f"{port['direction']} wire [{len(port['bits']) - 1}:0] {name}" for name, port in ports.items()]
        connected = "".join(f".{name}({name}), " for name in ports)
        with open(f"{self.made}/top.v", "w") as file:
            file.write(f"module {self.top} #(parameter MEMORY_FOLDER = \"./\") ({', '.join(declared)});\n"
                       "reg [15:0] fault;\ninitial if (!$value$plusargs(\"fault=%d\", fault)) fault = 0;\n"
                       f"faulty u_faulty ({connected}.fault(fault));\nendmodule\n")
        files = [f"{self.made}/faulty.v", f"{self.made}/top.v"]
        run("verilator", "--cc", "--exe", "--build", "-j", "2", "-O3", "--x-assign", "fast", "--x-initial", "fast", "--noassert",
            "-Wno-fatal", "-Wno-lint", "-CFLAGS", "-O1", "--prefix", "Vdut", "--top-module", self.top,
            "--Mdir", f"{self.made}/verilator", "-o", "simulator", *files, f"{self.rtl}/tb/{self.core}_tb.cpp")
        run("iverilog", "-g2005", f"-DMANTISSA_TOP={self.top}", "-s", f"{self.core}_tb", "-o", f"{self.made}/icarus", *files,
            f"{self.rtl}/tb/{self.core}_tb.v")

    def notices(self, simulator, fault):
        """Which testbench notices a fault and how it says so; nil where none does."""
        runs = [(self.frames[simulator], "mix"), (3, "none")]
        for frames, stalls in runs:
            icarus = simulator == "icarus"
            pauses = {"mix": 3, "none": 0}[stalls] if icarus else stalls
            text = run(
                *(["vvp", "-n", f"{self.made}/icarus"] if icarus else [f"{self.made}/verilator/simulator"]), f"+fault={fault}",
                f"+input={self.made}/input.hex", f"+expected={self.made}/expected.hex", f"+frames={frames}",
                f"+seed={self.seed}", f"+stalls={pauses}", folder=self.place, limit=120, codes=None)
            if text is None:
                return f"{simulator} hang"
            if "\nequal: " not in text:
                signs = re.findall(r"^@(\w+)", text, re.M)
                return f"{simulator} {stalls} {(signs + ['crash'])[0]}"
            if re.search(r" (surplus|waiting)=[1-9]", text):
                return f"{simulator} {stalls} done"
        return None

    def judge(self, fault):
        result, by = "survived", ""
        # The quick ones first.
        for kind, ask in (("noticed", lambda: self.notices("verilator", fault.number)),
                          ("equal", lambda: self.prover.proof(fault, "state")),
                          ("noticed", lambda: self.notices("icarus", fault.number)),
                          ("equal", lambda: self.prover.proof(fault, "start", "cut", "output"))):
            answer = ask()
            if answer:
                result, by = kind, answer
                break
        return {
            "design": self.name, "fault": fault.number, "mode": fault.mode, "layer": fault.layer, "cell": fault.cell,
            "port": f"{fault.kind} {fault.port}", "source": fault.source(self.prover), "result": result, "by": by}

    def rows(self):
        """The result of every fault; those of an earlier run of the same stay."""
        self.plant()
        self.prover = Prover(self.made, self.modules, self.top)
        if self.notices("verilator", 0) or self.notices("icarus", 0):
            fail(f"{self.name}: the netlist without a fault does not pass", 1)
        kept, key = f"{self.folder}/results.csv", self.digest()
        rows = []
        if os.path.exists(kept):
            with open(kept, newline="") as file:
                if file.readline().strip() == key:
                    rows = list(csv.DictReader(file, COLUMNS))
        with open(kept, "a" if rows else "w", newline="") as file:
            if not rows:
                file.write(key + "\n")
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            done = {int(row["fault"]) for row in rows}
            with ThreadPoolExecutor(2) as pool:
                for row in pool.map(self.judge, [fault for fault in self.list if fault.number not in done]):
                    writer.writerow(row)
                    file.flush()
                    rows.append(row)
        return rows


def share(rows):
    noticed, survived = (sum(row["result"] == kind for row in rows) for kind in ("noticed", "survived"))
    return 100 * noticed / max(1, noticed + survived)


def page(rows):
    lines = [
        "# Faults that the emitted testbenches notice", "",
        "Written by `make mutants`; [Synthesis.md](../Documentation/Synthesis.md#what-the-testbench-notices) says how. The share",
        "is that of the faults that no proof finds equal.", "",
        "| design | faults | noticed | proved equal | survived | share noticed |", "|---|---:|---:|---:|---:|---:|"]
    for name in [*dict.fromkeys(row["design"] for row in rows), None]:
        own = [row for row in rows if name in (None, row["design"])]
        count = {kind: sum(row["result"] == kind for row in own) for kind in ("noticed", "equal", "survived")}
        counts = " | ".join(str(count[kind]) for kind in ("noticed", "equal", "survived"))
        lines.append(f"| {name or 'all'} | {len(own)} | {counts} | {share(own):.1f} % |")
    left = [row for row in rows if row["result"] == "survived"]
    lines += ["", "## Survivors", ""]
    if left:
        lines += ["| design | fault | layer | cell | place | source |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {row['design']} | {row['fault']}, {row['mode']} | " + " | ".join(row[key] for key in COLUMNS[3:7]) + " |"
        for row in left]
    return "\n".join(lines if left else [*lines, "None."]) + "\n"


def main():
    parser = argparse.ArgumentParser()
    for name in ("mantissa", "work", "out"):
        parser.add_argument(name)
    parser.add_argument("--faults", type=int, default=40)
    parser.add_argument("--floor", type=float, default=0)
    parser.add_argument("designs", nargs="*")
    options = parser.parse_intermixed_args()
    for tool in ("yosys", "yosys-abc", "verilator", "iverilog"):
        if not shutil.which(tool):
            fail(f"'{tool}' is missing; `make setup-synthesis deps` installs it")
    work = os.path.abspath(options.work)
    rows = []
    for name in options.designs or DESIGNS:
        if name not in DESIGNS:
            fail(f"there is no design '{name}'; there are {', '.join(DESIGNS)}", 2)
        own = Design(name, options.mantissa, work, options.faults).rows()
        rows += own
        print(f"mutants: {name}: {share(own):.1f} % of {len(own)} faults, without those proved equal", flush=True)
    os.makedirs(options.out, exist_ok=True)
    with open(f"{options.out}/mutants.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with open(f"{options.out}/mutants.md", "w") as file:
        file.write(page(rows))
    print(f"mutants: {share(rows):.1f} % of {len(rows)} faults noticed; {options.out}/mutants.md lists the others")
    if share(rows) < options.floor:
        fail(f"fewer than the {options.floor:g} % that are asked for", 1)


main()
