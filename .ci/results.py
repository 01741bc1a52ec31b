#!/usr/bin/env python3
"""Trains what the tables of generated/results say, and writes them; a row that its CSV has is not trained again.

Arguments: the command, a folder to work in, the folder of Fashion-MNIST, the folder with CIFAR-10 and published models,
the folder to write, and tables (words, search, cyclic, tuning, narrow, hardware; all without one).
A training that was interrupted goes on from its checkpoint.
"""
import csv
import json
import os
import statistics
import subprocess
import sys
import time

from measured import asking, read, write

mantissa, work, fashion, shared, out = sys.argv[1:6]
tables = sys.argv[6:] or ["words", "search", "cyclic", "tuning", "narrow", "hardware"]
here = os.path.dirname(os.path.abspath(__file__))
examples = os.path.join(os.path.dirname(here), "Examples", "results")
SEEDS = [1, 2, 3]

FASHION = [
    "--images", f"{fashion}/train-images-idx3-ubyte.gz", "--labels", f"{fashion}/train-labels-idx1-ubyte.gz",
    "--test-images", f"{fashion}/t10k-images-idx3-ubyte.gz", "--test-labels", f"{fashion}/t10k-labels-idx1-ubyte.gz"]
CIFAR = [
    "--images", f"{shared}/data/cifar10_train_images.npy", "--labels", f"{shared}/data/cifar10_train_labels.npy",
    "--test-images", f"{shared}/data/cifar10_test_images.npy", "--test-labels", f"{shared}/data/cifar10_test_labels.npy"]
run = asking("results", mantissa)


def recipe(name, seed):
    """A recipe of Examples/results with a seed; the path of the copy."""
    with open(os.path.join(examples, name + ".yml")) as file:
        text = file.read()
    path = os.path.join(work, f"{name}-{seed}.yml")
    with open(path, "w") as file:
        file.write(text + f"seed: {seed}\n")
    return path


def train(key, model, name, seed, *options, data=FASHION):
    """Trains into a folder of the key, or goes on with it; the report."""
    folder = os.path.join(work, key)
    goes = ["--resume"] if os.path.exists(os.path.join(folder, "checkpoint")) else []
    print(f"results: {key}", file=sys.stderr, flush=True)
    return run("train", model, "--recipe", recipe(name, seed), *data, *options, *goes, "-o", folder)


class Table:
    """Rows of a CSV file; each has a key, and is added at once when it is known."""

    def __init__(self, name, columns):
        self.path = os.path.join(out, name + ".csv")
        self.columns = columns
        self.rows = read(self.path)

    def __contains__(self, key):
        return any(row["key"] == key for row in self.rows)

    def add(self, **values):
        self.rows.append({name: str(values.get(name, "")) for name in self.columns})
        write(self.path, self.columns, self.rows)

    def of(self, **wanted):
        return [row for row in self.rows if all(row[name] == value for name, value in wanted.items())]


def figures(report):
    """What each row says of its training."""
    return {
        "epochs": len(report["epochs"]) - 1, "seconds": round(sum(row["seconds"] for row in report["epochs"])),
        "validation": f"{report['validation']['accuracy']:.4f}", "test": f"{report['test']['accuracy']:.4f}"}


def spread(rows, column="test"):
    """The mean in percent, and the deviation of a sample."""
    values = [100 * float(row[column]) for row in rows]
    if len(values) < 2:
        return f"{values[0]:.2f} %" if values else "-"
    return f"{statistics.mean(values):.2f} ± {statistics.stdev(values):.2f} %"


def page(name, title, text, lines):
    with open(os.path.join(out, name + ".md"), "w") as file:
        file.write(f"# {title}\n\nWritten by `make results`; every training is a row of [{name}.csv]({name}.csv).\n\n")
        file.write(text.strip() + "\n\n" + "\n".join(lines) + "\n")


def network(name):
    path = os.path.join(work, name.replace(":", "-") + ".onnx")
    if not os.path.exists(path):
        subprocess.run([mantissa, "network", name, "-o", path], check=True, stdout=subprocess.DEVNULL)
    return path


def floats(seed, name="lenet5"):
    """A network trained in 32-bit floats; its model."""
    key = f"float-{seed}" if name == "lenet5" else f"{name}-float-{seed}"
    if not os.path.exists(os.path.join(work, key, "done")):
        if name == "lenet5":
            report = train(key, network(name), "float", seed, "--plan", f"{examples}/fp16.yml")
        else:
            report = train(key, network(name), "resnet-float", seed, data=CIFAR)
        with open(os.path.join(work, key, "done"), "w") as file:
            json.dump(figures(report), file)
    return os.path.join(work, key, "model.onnx")


def words():
    table = Table("words", ["key", "word", "recipe", "seed", "epochs", "seconds", "validation", "test", "sparsity", "bits", "asb"])
    def row(word, name, seed, model):
        key = f"{word}-{name}-{seed}"
        if key in table:
            return
        report = train(key, model(), name, seed, "--plan", f"{examples}/fp16.yml", "--word", word)
        score = run(
            "score", f"{work}/{key}/model.onnx", "--plan", f"{work}/{key}/plan.yml", "--images", FASHION[5], "--labels", FASHION[7])
        table.add(
            key=key, word=word, recipe=name, seed=seed, **figures(report), sparsity=f"{score['sparsity']:.4f}",
            bits=f"{score['bits'] / score['most_bits']:.4f}", asb=f"{score['asb']:.4f}")
    for seed in SEEDS:
        for word in ["ftttf", "fbtbf", "ttttt", "bbbbb", "fffff"]:
            row(word, "word-long" if word == "ftttf" else "word", seed, lambda: floats(seed))
    row("ftttf", "authors", 1, lambda: network("lenet5"))
    lines = ["| word | recipe | seeds | epochs | test accuracy, golden | zero weights | bits | ASB |", "|---|---|---|---|---|---|---|---|"]
    for word, name in dict.fromkeys((row["word"], row["recipe"]) for row in table.rows):
        rows = table.of(word=word, recipe=name)
        def mean(column):
            return statistics.mean(float(row[column]) for row in rows)
        lines.append(
            f"| {word.upper()} | {name} | {len(rows)} | {rows[0]['epochs']} | {spread(rows)} | {100 * mean('sparsity'):.1f} % "
            f"| {100 * mean('bits'):.1f} % | {mean('asb'):.4f} |")
    page("words", "Mixed-precision weights on Fashion-MNIST", """
LeNet-5 with batch norms, a letter a layer: F half precision, T ternary, B binary; activations in half precision. Weights are chosen
by 6,000 validation images, test images are read once. `word` is Examples/results/word.yml, `word-long` word-long.yml from the float network of the same
seed (Examples/results/float.yml, 40 epochs); `authors` is the published recipe from drawn weights with fewer epochs
(Examples/results/authors.yml). The authors' networks reach 90.51 % (FTTTF) and 89.51 % (FBTBF) with 200 epochs, chosen by test
accuracy; their score of FTTTF is 0.7547. Source: Fuengfusin & Tamukoh, PLoS ONE 16(5), 2021.
""", lines)


def cyclic():
    table = Table("cyclic", ["key", "network", "way", "seed", "epochs", "seconds", "validation", "test"])
    def rows(name, seed, model, plan, data=FASHION):
        for way in ["cyclic", "direct"]:
            key = f"{name}-{way}-{seed}"
            if key not in table:
                report = train(key, model(), way, seed, "--plan", plan, data=data)
                table.add(key=key, network=name, way=way, seed=seed, **figures(report))
    for seed in SEEDS:
        rows("lenet5", seed, lambda: floats(seed), f"{examples}/binary.yml")
    for seed in SEEDS:
        rows("resnet8", seed, lambda: floats(1, "resnet8"), f"{examples}/resnet-binary.yml", CIFAR)
    lines = ["| network | way | seeds | epochs | test accuracy, golden |", "|---|---|---|---|---|"]
    for name, way in dict.fromkeys((row["network"], row["way"]) for row in table.rows):
        own = table.of(network=name, way=way)
        lines.append(f"| {name} | {way} | {len(own)} | {own[0]['epochs']} | {spread(own)} |")
    page("cyclic", "Cyclic training against direct training", """
LeNet-5 on Fashion-MNIST: weights and activations of one bit inside, first and last layer at 8 bits (Examples/results/binary.yml),
from the float network of the same seed. ResNet-8 on 12,000 images of CIFAR-10: the same, and 8 bits for what residual additions and the average read and
make (Examples/results/resnet-binary.yml), from one float network (Examples/results/resnet-float.yml). `cyclic` comes down 4, 3, 2, 1 bits twice with the accurate
model between (Examples/results/cyclic.yml), `direct` trains at one bit for as many epochs (Examples/results/direct.yml); both hold the ranges of the
float network. ± is the deviation over seeds. A network without a row is not
trained yet. Where the deviation is as large as the difference of the means, three seeds do not decide between the ways.
""", lines)


def tuning():
    table = Table("tuning", ["key", "system", "seed", "epochs", "seconds", "float", "before", "validation", "test"])
    systems = {"plam8_2": "tuning", "mitchell-w4-8": "tuning", "float3_1": "tuning", "fixed3": "tuning-lsq", "fixed2": "tuning-lsq"}
    for system, how in systems.items():
        if system in table:
            continue
        own = os.path.join(examples, system + ".yml")
        plan = own if os.path.exists(own) else os.path.join(examples, "..", "number-systems", system + ".yml")
        model = floats(1)
        before = run(
            "evaluate", model, "--plan", plan, "--images", FASHION[5], "--labels", FASHION[7], "--calibrate", FASHION[1])
        report = train(f"tuning-{system}", model, how, 1, "--plan", plan)
        with open(os.path.join(work, "float-1", "done")) as file:
            real = json.load(file)["test"]
        table.add(key=system, system=system, seed=1, **figures(report), before=f"{before['top1_golden']:.4f}", float=f"{real:.4f}")
    lines = ["| plan | epochs | before | after | float network |", "|---|---|---|---|---|"]
    for row in table.rows:
        lines.append(
            f"| {row['system']} | {row['epochs']} | {100 * float(row['before']):.2f} % | {100 * float(row['test']):.2f} % "
            f"| {100 * float(row['float']):.2f} % |")
    page("tuning", "Fine-tuning in approximate and narrow arithmetic", """
LeNet-5 on Fashion-MNIST, test accuracy of the golden model: the float network quantized after its training, and trained on in the
plan's own arithmetic, seed 1: Examples/results/tuning.yml, and at 3 and 2 bits tuning-lsq.yml, whose
steps are learned. The last column is the float network that the row began with.
""", lines)

def narrow():
    table = Table("narrow", ["key", "network", "bits", "epochs", "seconds", "before", "validation", "test"])
    published = {"kws": "mlperf_tiny_kws_dscnn", "resnet": "mlperf_tiny_resnet8"}
    keywords = keyword_data()
    plain = {}
    for name, file in published.items():
        model = f"{shared}/models/{file}.onnx"
        data = keywords if name == "kws" else CIFAR
        for bits in [4, 3]:
            key = f"{name}{bits}"
            if key in table:
                continue
            plan = f"{examples}/{key}.yml"
            before = run("evaluate", model, "--plan", plan, "--images", data[5], "--labels", data[7], "--calibrate", data[1])
            report = train(f"narrow-{key}", model, "narrow" if name == "kws" else "resnet-narrow", 1, "--plan", plan, data=data)
            table.add(key=key, network=name, bits=bits, **figures(report), before=f"{before['top1_golden']:.4f}")
        plan = f"{examples}/{name}4.yml"
        plain[name] = run("evaluate", model, "--plan", plan, "--images", data[5], "--labels", data[7], "--calibrate", data[1])["top1_float"]
    lines = ["| network | bits | epochs | before | after | float network |", "|---|---|---|---|---|---|"]
    for row in table.rows:
        lines.append(
            f"| {row['network']} | {row['bits']} | {row['epochs']} | {100 * float(row['before']):.2f} % "
            f"| {100 * float(row['test']):.2f} % | {100 * plain[row['network']]:.2f} % |")
    page("narrow", "Published networks at 4 and 3 bits", """
MLPerf Tiny's float networks, weights and results at 4 and 3 bits, first weights (and ResNet-8's last) at 8 (Examples/results/kws4.yml
and its neighbours): test accuracy of the golden model before and after training on (narrow.yml, resnet-narrow.yml), seed 1.
The keyword spotter (`kws`) learns from 800 of MLPerf Tiny's 1,000 inputs and is tested on the other 200, one of which is 0.5 points;
FINN's submission at 3 bits states 82.5 % on another split, trained on the whole data set. ResNet-8 learns from 12,000 images of CIFAR-10 of
the 50,000 that its float network saw, and is tested on 2,000.
""", lines)


def keyword_data():
    """The options for the keyword spotter's inputs, the last 200 for the test."""
    paths = {name: os.path.join(work, f"kws-{name}.npy") for name in ["images", "labels", "test-images", "test-labels"]}
    for kind, file in [("images", "kws01_inputs_int8"), ("labels", "kws01_labels")]:
        with open(f"{shared}/data/{file}.npy", "rb") as source:
            header, rows, row = array(source.read())
        for name, part in [(kind, range(0, 800)), (f"test-{kind}", range(800, 1000))]:
            with open(paths[name], "wb") as target:
                text = header.replace("(1000,", f"({len(part)},")
                text = text.rstrip().ljust(len(header) - 1) + "\n"
                target.write(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode())
                target.write(rows[part.start * row:part.stop * row])
    return [part for name, path in paths.items() for part in (f"--{name}", path)]


def array(bytes):
    """The header of a .npy file, its elements, and the bytes of one of 1,000 rows."""
    end = 10 + int.from_bytes(bytes[8:10], "little")
    return bytes[10:end].decode(), bytes[end:], len(bytes[end:]) // 1000



def search():
    if os.path.exists(os.path.join(out, "search.csv")):
        return
    folder = os.path.join(work, "search")
    report = run(
        "search", floats(1), "--space", "words", "--objective", "asb", "--trials", "60", "--recipe", recipe("short", 1),
        "--retrain", recipe("word", 1), "--plan", f"{examples}/fp16.yml", *FASHION, "-o", folder)
    best = report["best"]
    word = report["trials"][best["number"]]["choice"]
    with open(os.path.join(folder, "search.csv")) as file:
        text = file.read()
    lines = [
        f"60 trials of one epoch from the float network of seed 1; the best word is **{word.upper()}**. Trained in full (word.yml) it has "
        f"{100 * best['retrained_accuracy']:.2f} % validation and {100 * best['test_accuracy']:.2f} % test accuracy. "
        "[hardware.md](hardware.md) says what simulators say of its Verilog.", "",
        "| word | trials | best ASB |", "|---|---:|---:|"]
    found = {}
    for trial in report["trials"]:
        if trial["values"]:
            found.setdefault(trial["choice"], []).append(trial["values"][0])
    for choice, values in sorted(found.items(), key=lambda pair: -max(pair[1]))[:15]:
        lines.append(f"| {choice.upper()} | {len(values)} | {max(values):.4f} |")
    page("search", "Words of weights, searched", """
`mantissa search` over the 243 words of LeNet-5's five weight layers, by the accuracy-sparsity-bit score on the validation images.
""", lines)
    with open(os.path.join(out, "search.csv"), "w") as file:
        file.write(text)


def hardware():
    with open(os.path.join(out, "search.csv"), newline="") as file:
        trials = [row for row in csv.DictReader(file) if row["asb"]]
    word = max(trials, key=lambda row: float(row["asb"]))["choice"]
    table = Table("hardware", ["key", "word", "simulator", "frames", "words", "mismatches", "seconds"])
    design = os.path.join(work, f"hardware-{word}")
    for simulator in ["verilator", "icarus"]:
        if f"{word}-{simulator}" in table:
            continue
        if not os.path.exists(os.path.join(design, "manifest.json")):
            key = f"{word}-word-1"
            if not os.path.exists(os.path.join(work, key, "done")):
                report = train(key, floats(1), "word", 1, "--plan", f"{examples}/fp16.yml", "--word", word)
                with open(os.path.join(work, key, "done"), "w") as file:
                    json.dump(figures(report), file)
            run("compile", f"{work}/{key}/model.onnx", "--plan", f"{work}/{key}/plan.yml", "--calibrate", FASHION[1],
                "--target-cycles", "20000", "--force", "-o", design)
        began = time.monotonic()
        found = run(
            "verify", design, "--simulator", simulator, "--inputs", FASHION[5], "--frames", "20", "--stalls", "none",
            "--time-limit", "14400")
        table.add(
            key=f"{word}-{simulator}", word=word, simulator=simulator, frames=found["frames"], words=found["words_compared"],
            mismatches=found["mismatches"], seconds=round(time.monotonic() - began))
    lines = ["| word | simulator | test images | words | different | seconds |", "|---|---|---:|---:|---:|---:|"]
    for row in table.rows:
        lines.append(
            f"| {row['word'].upper()} | {row['simulator']} | {row['frames']} | {row['words']} | {row['mismatches']} | {row['seconds']} |")
    page("hardware", "The best word's Verilog", """
LeNet-5 with the word of the highest score of [search.md](search.md), trained from the float network of seed 1 (word.yml), activations in half
precision, compiled for 20,000 cycles an image: every output word beside the golden model's. Seconds hold building the simulator.
""", lines)


os.makedirs(work, exist_ok=True)
os.makedirs(out, exist_ok=True)
for name in tables:
    {"words": words, "search": search, "cyclic": cyclic, "tuning": tuning, "narrow": narrow, "hardware": hardware}[name]()
