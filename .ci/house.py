#!/usr/bin/env python3
"""Draws Documentation/house.svg and writes Documentation/House.md from what `swift package dump-package` prints."""

import json
import subprocess
import sys

MANIFEST, FOLDER = sys.argv[1:3]

# The targets in the order of the data; what is not named here stands in the last row.
ROWS = [
    ("the ground", ["Support", "Arithmetic", "Verilog", "Cells", "Kernels", "ONNX", "Tools"]),
    ("the forms", ["NetworkIR", "QuantizedIR", "Datapath", "PipelineIR"]),
    ("what they are made of", ["Layers", "Stages"]),
    ("from one form to the next", ["Import", "Quantize", "Training", "Search", "Schedule"]),
    ("back ends", ["RTL", "Emit", "HLS"]),
    ("checks and costs", ["Verify", "Operators", "Synthesis", "Estimate", "Pages"]),
    ("the command", ["Driver", "mantissa"]),
]

# The way of the data, drawn thicker: from one form to the next, and what makes the step.
WAY = [
    ("ONNX", "NetworkIR", "Import"),
    ("NetworkIR", "QuantizedIR", "Quantize"),
    ("QuantizedIR", "PipelineIR", "Schedule"),
    ("PipelineIR", "RTL", "Verilog"),
    ("PipelineIR", "HLS", "C++"),
]


def arrows(manifest):
    """The targets that the package's own sources build, each with those of them that it depends on directly."""
    kinds = {"regular", "executable"}
    found = {}
    for target in manifest["targets"]:
        folder = target.get("path") or "Sources/" + target["name"]
        if target["type"] in kinds and folder.startswith("Sources/"):
            found[target["name"]] = [list(d.values())[0][0] for d in target["dependencies"]]
    return {name: sorted(set(others) & set(found)) for name, others in found.items()}


def reach(graph, name):
    """Everything that a target depends on, directly or not."""
    seen, open_names = set(), list(graph[name])
    while open_names:
        other = open_names.pop()
        if other not in seen:
            seen.add(other)
            open_names += graph[other]
    return seen


def direct(graph):
    """The arrows that no longer way implies."""
    return {
        name: [o for o in others if not any(o in reach(graph, p) for p in others if p != o)]
        for name, others in graph.items()
    }


def rows(graph):
    """The rows of the picture with the targets that there are."""
    known = {name for _, names in ROWS for name in names}
    others = sorted(set(graph) - known)
    listed = [(title, [n for n in names if n in graph]) for title, names in ROWS]
    return [row for row in listed + ([("others", others)] if others else []) if row[1]]


def dot(graph):
    """The picture in Graphviz' language: an arrow from each target to those that it needs."""
    text = [
        "digraph house {",
        '  rankdir=TB; nodesep=0.25; ranksep=0.45; bgcolor="white";',
        '  node [shape=box, style="rounded,filled", fillcolor="#eef3f8", fontname="Helvetica", fontsize=12];',
        '  edge [color="#5a6b7b", arrowsize=0.6];',
    ]
    for title, names in rows(graph):
        text.append("  { rank=same; " + " ".join(f'"{n}" [tooltip="{title}"];' for n in names) + " }")
    for name, others in sorted(direct(graph).items()):
        text += [f'  "{name}" -> "{other}";' for other in sorted(others)]
    for start, end, what in WAY:
        if start in graph and end in graph:
            text.append(
                f'  "{start}" -> "{end}" [constraint=false, color="#c05a00", fontcolor="#c05a00", penwidth=2,'
                f' fontname="Helvetica", fontsize=10, label="{what}"];'
            )
    return "\n".join(text + ["}"]) + "\n"


def page(graph):
    """The same in words."""
    few = direct(graph)
    text = [
        "# The house",
        "",
        "Made by `make house` from `Package.swift`. `CONTRIBUTING.md` says what each target holds, and",
        "`Tests/ArchitectureTests` holds the sources to these arrows.",
        "",
        "Data goes one way: an ONNX file becomes a `Network` (NetworkIR), which a plan makes a `QuantizedNetwork`",
        "(QuantizedIR), which the schedule makes a `Pipeline` of stages (PipelineIR) whose arithmetic is a datapath (Datapath);",
        "the back ends RTL, HLS and Estimate read pipelines and datapaths and nothing else. The golden model stands beside that",
        "way and sees the quantized network alone.",
        "",
        "![The targets and their arrows, which the list below says in words](house.svg)",
        "",
        "Every thin arrow points from a target to one that it needs; arrows that a longer way implies are left out. Thick ones",
        "are the way of the data.",
        "",
    ]
    for title, names in rows(graph):
        text.append(f"## {title[0].upper()}{title[1:]}")
        text.append("")
        for name in names:
            needs = ", ".join(few[name])
            text.append(f"- **{name}** needs {needs}." if needs else f"- **{name}** needs no other target.")
        text.append("")
    return "\n".join(text).rstrip() + "\n"


def main():
    with open(MANIFEST, encoding="utf-8") as file:
        graph = arrows(json.load(file))
    picture = subprocess.run(
        ["dot", "-Tsvg"], input=dot(graph), capture_output=True, text=True, check=True
    ).stdout
    # Neither the program's version nor its build date: equal arrows give equal bytes.
    lines = [line for line in picture.split("\n") if "Generated by graphviz" not in line]
    lines = [line for line in lines if not line.strip().startswith("-->") or "Generated" in line]
    with open(f"{FOLDER}/house.svg", "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    with open(f"{FOLDER}/House.md", "w", encoding="utf-8") as file:
        file.write(page(graph))


main()
