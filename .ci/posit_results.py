"""Rows of trainings in posits: what is kept of a report, and the tables and curves of all rows.

row NAME FILE: keeps of a report (JSON on standard input) what the tables need
planes FROM TO: an .npy of images, channels last, as one with channels first
tables ROWS FOLDER: README.md, two-moons.csv and two-moons.svg of all rows
"""
import json
import math
import os
import struct
import sys

MOONS = [
    ("float32", "32-bit floats", "sigmoid"), ("posit8_0", "posit<8,0>", "sigmoid"), ("posit8_0-fast", "posit<8,0>", "fast"),
    ("posit10_0", "posit<10,0>", "sigmoid"), ("posit10_0-fast", "posit<10,0>", "fast"), ("posit12_0", "posit<12,0>", "sigmoid"),
    ("posit12_0-fast", "posit<12,0>", "fast"), ("posit16_0", "posit<16,0>", "sigmoid"), ("posit16_0-fast", "posit<16,0>", "fast"),
    ("posit16_1", "posit<16,1>", "sigmoid"), ("posit32_2", "posit<32,2>", "sigmoid"),
]
COLORS = ["#000000", "#d62728", "#d62728", "#ff7f0e", "#ff7f0e", "#2ca02c", "#2ca02c", "#1f77b4", "#1f77b4", "#9467bd", "#8c564b"]


def row(file):
    report = json.load(sys.stdin)
    if "epochs" in report:
        trained = report["epochs"][1:]
        kept = {
            "epochs": len(trained), "kept_epoch": report["kept_epoch"], "seconds": round(sum(e["seconds"] for e in trained), 1),
            "losses": [e["loss"] for e in trained], "training": [e["accuracy"] for e in trained],
            "validation": [e["validation"] for e in trained], "test_accuracy": report["test"]["accuracy"],
            "test_images": report["test_images"],
        }
    else:
        kept = {key: report[key] for key in ["images", "top1_float", "top1_golden"]}
    with open(file + ".new", "w") as stream:
        json.dump(kept, stream, indent=1)
        stream.write("\n")
    os.replace(file + ".new", file)


def planes(source, target):
    data = open(source, "rb").read()
    start = 10 + struct.unpack("<H", data[8:10])[0]
    text = data[10:start].decode()
    count, height, width, channels = [int(part) for part in text.split("(")[1].split(")")[0].split(",")]
    size = height * width * channels
    header = "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d, %d, %d), }" % (count, channels, height, width)
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    with open(target + ".new", "wb") as stream:
        stream.write(data[:8] + struct.pack("<H", len(header)) + header.encode())
        for image in range(count):
            own = data[start + image * size:start + (image + 1) * size]
            for channel in range(channels):
                stream.write(own[channel::channels])
    os.replace(target + ".new", target)


def load(rows, name):
    path = os.path.join(rows, name + ".json")
    return json.load(open(path)) if os.path.exists(path) else None


def percent(value):
    return "" if value is None else "%.2f %%" % (100 * value)


def curves(found):
    most = max(len(kept["losses"]) for _, kept in found)
    values = [loss for _, kept in found for loss in kept["losses"]]
    low, high = math.log10(min(values)), math.log10(max(values))
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="420" font-family="sans-serif" font-size="12">',
        '<rect width="760" height="420" fill="white"/>',
        '<rect x="60" y="30" width="500" height="340" fill="none" stroke="#888"/>',
        '<text x="60" y="20">mean loss of an epoch (logarithmic); dashed: fast sigmoid</text>',
        '<text x="54" y="34" text-anchor="end">%.3f</text><text x="54" y="370" text-anchor="end">%.3f</text>' % (10**high, 10**low),
        '<text x="60" y="390">epoch 1</text><text x="560" y="390" text-anchor="end">epoch %d</text>' % most,
    ]
    for place, ((index, label, sigmoid), kept) in enumerate(found):
        points = " ".join(
            "%.1f,%.1f" % (60 + 500 * epoch / max(1, most - 1), 370 - 340 * (math.log10(loss) - low) / max(1e-9, high - low))
            for epoch, loss in enumerate(kept["losses"]))
        dash = ' stroke-dasharray="5 4"' if sigmoid == "fast" else ""
        y = 44 + 22 * place
        lines.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="2"%s/>' % (points, COLORS[index], dash))
        lines.append('<line x1="575" y1="%d" x2="605" y2="%d" stroke="%s" stroke-width="2"%s/>' % (y, y, COLORS[index], dash))
        lines.append('<text x="612" y="%d">%s%s</text>' % (y + 4, label.replace("<", "&lt;"), ", fast" if sigmoid == "fast" else ""))
    return "\n".join(lines + ["</svg>", ""])


def moons(rows, output):
    found = [((index, label, sigmoid), load(rows, "moons-" + name)) for index, (name, label, sigmoid) in enumerate(MOONS)]
    found = [(what, kept) for what, kept in found if kept]
    if not found:
        return []
    text = ["epoch," + ",".join('"%s%s"' % (label, " fast" if sigmoid == "fast" else "") for (_, label, sigmoid), _ in found)]
    for epoch in range(max(len(kept["losses"]) for _, kept in found)):
        text.append("%d," % (epoch + 1) + ",".join("%.6f" % kept["losses"][epoch] for _, kept in found))
    open(os.path.join(output, "two-moons.csv"), "w").write("\n".join(text) + "\n")
    open(os.path.join(output, "two-moons.svg"), "w").write(curves(found))
    lines = [
        "## Two half circles", "",
        "An MLP of 2-16-16-2 with sigmoids, all of it trained in one format: 3,200 samples, batches of 32, SGD with rate 0.5 and",
        "momentum 0.9, seed 1. *fast* is the sigmoid on the bit string, in training only: the golden model has the real one.", "",
        "![Loss by epoch in each format](two-moons.svg)", "",
        "| format | sigmoid | epochs | first loss | last loss | training | golden model, 2,000 test samples | seconds |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for (_, label, sigmoid), kept in found:
        lines.append("| %s | %s | %d | %.4f | %.4f | %s | %s | %.1f |" % (
            label, sigmoid, kept["epochs"], kept["losses"][0], kept["losses"][-1], percent(kept["training"][-1]),
            percent(kept["test_accuracy"]), kept["seconds"]))
    return lines + ["", "[two-moons.csv](two-moons.csv) has every epoch. 32-bit runs are judged as `posit<16,1>`.", ""]


def network(rows, name, title):
    lines = []
    for numbers, label in [("float32", "32-bit floats"), ("posit16_1", "posit<16,1>")]:
        trained = load(rows, "%s-%s" % (name, numbers))
        if not trained:
            continue
        found = [load(rows, "%s-%s-as-posit%s" % (name, numbers, own)) for own in ["16_1", "8_0", "8_1", "8_2"]]
        lines.append("| %s | %d | %.4f | %.0f | %s | %s |" % (
            label, trained["epochs"], trained["losses"][-1], trained["seconds"],
            percent(next((own["top1_float"] for own in found if own), None)),
            " | ".join(percent(own and own["top1_golden"]) for own in found)))
    if not lines:
        return []
    return [
        "## " + title, "",
        "| trained in | epochs | last loss | seconds | float network | posit<16,1> | posit<8,0> | posit<8,1> | posit<8,2> |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|"] + lines + [""]


def tables(rows, output):
    lines = ["# Trained in posits", "", "Written by `make results-posits`; see `Documentation/Posit-training.md`.",
             "Seconds are those of the steps, on a machine that did other work as well.", ""]
    lines += moons(rows, output)
    lines += network(rows, "fashion", "LeNet-5 on Fashion-MNIST: accuracy on the 10,000 test images")
    lines += network(rows, "cifar", "LeNet-5 on 12,000 images of CIFAR-10: accuracy on 2,000 test images")
    open(os.path.join(output, "README.md"), "w").write("\n".join(lines).rstrip() + "\n")


command, arguments = sys.argv[1], sys.argv[2:]
if command == "row":
    row(arguments[1])
elif command == "planes":
    planes(*arguments)
else:
    tables(*arguments)
