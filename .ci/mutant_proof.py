"""Whether a fault changes nothing that can be seen: proofs by Yosys and ABC.

A scope is an instance that has the fault in it: the cell's own, and the layer or the whole design. Everything that enters a
scope is free in every cycle, the reset included, and so is what its registers and memories hold after power-up; read-only
memories have their contents. Two copies of the scope get the same, one of them with the fault, and its outputs are those that
count: of streams valid, ready, and what lies there while valid is high; of the rest every bit. Four questions are asked, all
of ABC's `scorr` and `pdr`:

  state   Does the fault, in a state that the right scope can reach, ever change an output or what a register takes? Where it
          never does, both copies go through the same states.
  start   The same of the whole design, where registers and memories hold zeros after power-up, as in FPGAs: what never comes to
          a layer shows there, and not while registers without a reset hold anything.
  cut     Do the outputs of two copies that go their own ways, or the operands of a multiplier, ever differ? Where they do not,
          products are the same whatever they are, so multipliers are left out.
  output  Do the outputs of two copies that go their own ways ever differ, multipliers included?

A no within one scope says nothing of the design, in which not everything enters that scope. What is not proved in its time
counts as a fault that can be noticed.
"""
import json
import re
import subprocess
from threading import Lock

SECONDS = 10  # for an answer


class Scope:
    """The instance at a path of the flat netlist as combinational logic: its registers are inputs `q` and outputs `d`.

    With `cut` products are inputs, and the operands of multipliers are an output."""

    def __init__(self, made, flat, path, ports, cut):
        self.place = f"{made}/proof-" + (re.sub(r"\W+", "-", ".".join(path)) or "top") + ("-cut" if cut else "")
        self.is_top = not path
        self.lock = Lock()
        nets, prefix = flat["netnames"], "".join(f"{name}." for name in path)
        self.outputs = {
            name: (nets[prefix + name] if path else flat["ports"][name])["bits"]
            for name, port in ports.items() if port["direction"] == "output"}
        common = {name: flat["ports"][name]["bits"] for name in ("aclk", "aresetn", "fault")}
        cells, free, operands = self.cone(flat["cells"], prefix, {bit for bits in common.values() for bit in bits}, cut)
        if operands:
            self.outputs["operands"] = operands
        self.free = max(1, len(free))
        ports = {name: {"direction": "input", "bits": bits} for name, bits in (common | {"free": free or ["x"]}).items()}
        ports |= {f"o_{name}": {"direction": "output", "bits": bits} for name, bits in self.outputs.items()}
        used = {bit for cell in cells.values() for bits in cell["connections"].values() for bit in bits}
        inits = {name: net for name, net in nets.items() if "init" in net["attributes"] and used.intersection(net["bits"])}
        with open(self.place + ".json", "w") as file:
            json.dump({"modules": {"scope": {"ports": ports, "cells": cells, "netnames": inits}}}, file)

    def cone(self, cells, prefix, inputs, cut):
        """The cells that the outputs depend on, the bits that come from outside, and operands of multipliers that are cut off."""
        def inside(name):
            return name.startswith("$auto$mutate") or name.replace("$flatten", "").replace("\\", "").startswith(prefix)
        drivers = {}
        for name, cell in cells.items():
            if inside(name):
                for port, bits in cell["connections"].items():
                    if cell["port_directions"][port] == "output":
                        drivers.update((bit, name) for bit in bits)
        seen, kept, free, operands = set(inputs), {}, [], []
        todo = [bit for bits in self.outputs.values() for bit in bits]
        while todo:
            bit = todo.pop()
            if bit in seen or isinstance(bit, str):
                continue
            seen.add(bit)
            if bit not in drivers:
                free.append(bit)
            elif cut and cells[drivers[bit]]["type"] == "$mul":
                free.append(bit)
                ports = cells[drivers[bit]]["connections"]
                if not set(ports["Y"]) & seen - {bit}:
                    operands += ports["A"] + ports["B"]
                    todo += ports["A"] + ports["B"]
            elif drivers[bit] not in kept:
                cell = kept[drivers[bit]] = cells[drivers[bit]]
                todo += [b for port, bits in cell["connections"].items() if cell["port_directions"][port] == "input" for b in bits]
        return kept, free, operands

    def prepare(self):
        yosys(f"read_json {self.place}.json; memory_map; opt -fast; dffunmap; techmap; dffunmap; simplemap; opt_clean; "
              f"write_json {self.place}-gates.json", f"{self.place}.log")
        with open(self.place + "-gates.json") as file:
            netlist = json.load(file)
        module = netlist["modules"]["scope"]
        given = {}
        for net in module["netnames"].values():
            given.update(zip(net["bits"], reversed(net["attributes"].get("init", "").rjust(len(net["bits"]), "x"))))
        q, d, cells = [], [], {}
        self.init = ""
        for cell in module["cells"].values():
            if cell["type"] == "$_DFF_P_":
                q += cell["connections"]["Q"]
                d += cell["connections"]["D"]
                self.init = given.get(q[-1], "x") + self.init
            elif "DFF" in cell["type"] or "LATCH" in cell["type"]:
                raise RuntimeError(f"{self.place}: '{cell['type']}' is no register that proofs know")
            else:
                # Names of our own: those that Yosys made up before would meet those that it makes up next.
                cells[f"cell_{len(cells)}"] = cell
        module["cells"], module["netnames"] = cells, {}
        self.registers = len(q)
        module["ports"] |= {"q": {"direction": "input", "bits": q or ["x"]}, "d": {"direction": "output", "bits": d or ["0"]}}
        with open(self.place + "-gates.json", "w") as file:
            json.dump(netlist, file)

    def miter(self, fault, question):
        """Two copies and what must not become true; they share the right one's state, or have their own."""
        shares = question in ("state", "start")
        wires, links, differs = [], {"gold": "", "gate": ""}, []
        for name, bits in self.outputs.items():
            for copy in links:
                wires.append(f"wire [{len(bits) - 1}:0] {copy}_{name};")
                links[copy] += f", .o_{name}({copy}_{name})"
            valid = re.sub(r"_t(data|last)$", "_tvalid", name)
            mask = f"gold_{valid} && " if valid != name and valid in self.outputs else ""
            differs.append(f"({mask}gold_{name} != gate_{name})")
        top = max(1, self.registers) - 1
        if shares:
            differs.append("gold_d != gate_d")
        power = "".join((
            "1'b0, " if question == "start" else f"power_up[{top - place}], ") if bit == "x" else f"1'b{bit}, " for place, bit in enumerate(self.init or "0"))
        # The cycle after power-up only loads the registers; the next one is a reset but for the top, which waits for one.
        reset, when = ("any_reset", "age != 0") if self.is_top else ("any_reset && age != 1", "age == 2 && aresetn")
        if shares and not self.is_top:
            when = "age != 0"
            differs[:-1] = [f"(aresetn && age == 2 && {differ})" for differ in differs[:-1]]
        lines, state = "\n    ".join(wires), "gold_q" if shares else "gate_q"
        return f"""
module miter(input aclk, input any_reset, input [{self.free - 1}:0] free, input [{top}:0] power_up, output bad);
    reg [1:0] age = 0;
    reg [{top}:0] gold_q = 0, gate_q = 0;
    wire [{top}:0] gold_d, gate_d;
    wire aresetn = age == 0 || ({reset});
    {lines}
    always @(posedge aclk) begin
        if (age != 2) age <= age + 1;
        gold_q <= age == 0 ? {{{power[:-2]}}} : gold_d;
        gate_q <= age == 0 ? {{{power[:-2]}}} : gate_d;
    end
    scope gold(.aclk(aclk), .aresetn(aresetn), .free(free), .q(gold_q), .d(gold_d), .fault(16'd0){links['gold']});
    scope gate(.aclk(aclk), .aresetn(aresetn), .free(free), .q({state}), .d(gate_d), .fault(16'd{fault}){links['gate']});
    assign bad = {when} && ({' || '.join(differs)});
endmodule
"""

    def answer(self, fault, question):
        """Of one question: `proved`, `differs` or `undecided`."""
        with self.lock:
            if not hasattr(self, "registers"):
                self.prepare()
        place = f"{self.place}-{fault}-{question}"
        with open(place + ".v", "w") as file:
            file.write(self.miter(fault, question))
        yosys(f"read_json {self.place}-gates.json; read_verilog {place}.v; hierarchy -top miter; proc; flatten; opt -full; "
              f"setundef -zero; techmap; opt; dffunmap; simplemap; aigmap; opt_clean; write_aiger -zinit {place}.aig",
              f"{place}.log")
        try:
            text = subprocess.run(
                ["yosys-abc", "-c", f"read_aiger {place}.aig; strash; scorr; print_stats; pdr -T {SECONDS}"],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1.5 * SECONDS).stdout
        except subprocess.TimeoutExpired:
            text = f"no answer within {1.5 * SECONDS} s\n"
        with open(f"{place}.abc", "w") as file:
            file.write(text)
        return "proved" if "Property proved" in text else "differs" if "was asserted in frame" in text else "undecided"


def yosys(script, log):
    done = subprocess.run(["yosys", "-q", "-p", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with open(log, "w") as file:
        file.write(script + "\n" + done.stdout)
    if done.returncode:
        raise RuntimeError(f"yosys failed: {log}")


class Prover:
    """Proofs of one design's faults."""

    def __init__(self, made, modules, top):
        self.made, self.modules, self.top = made, modules, top
        with open(f"{made}/faulty.json") as file:
            self.flat = json.load(file)["modules"]["faulty"]
        self.scopes, self.lock = {}, Lock()

    def module(self, path):
        """The module of the instance at a path; nil where the names there are not those of the hierarchy."""
        module = self.modules[self.top]
        for name in path:
            cell = module["cells"].get(name)
            if cell is None or cell["type"] not in self.modules:
                return None
            module = self.modules[cell["type"]]
        return module

    def scope(self, path, cut):
        with self.lock:
            if (path, cut) not in self.scopes:
                self.scopes[path, cut] = Scope(self.made, self.flat, path, self.module(path)["ports"], cut)
            return self.scopes[path, cut]

    def proof(self, fault, *questions):
        """The question and the scope by which a fault is proved to change nothing; nil where there are none."""
        if fault.port.startswith("CLK"):
            return None
        layer = 2 if fault.path[:1] == ["u_core"] else 0
        for question in questions:
            for length in [0] if question == "start" else sorted({len(fault.path), layer}, reverse=True):
                path = tuple(fault.path[:length])
                if self.module(path) is None:
                    continue
                answer = self.scope(path, question == "cut").answer(fault.number, question)
                if answer == "proved":
                    return f"{question} of {'.'.join(path) or self.top}"
                if answer == "undecided":
                    break  # a larger scope takes longer
        return None
