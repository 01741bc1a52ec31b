"""Holds the words of machines to the laws of Documentation/Decisions/0012, and to the oracles.

usage: prove_words.py FOLDER

Reads what random_quantized.py wrote and, for each network, SEED.machine.json: "words", the machine's results for all samples;
"inputs", the samples as a note says that they are rounded, or null; and "rounded", the codes of tensors that notes name,
[step, zero point, lowest, highest] by node number. Writes verdicts.json: for each network how many words equal every oracle,
how many do not and why, and how many the laws do not make.

Every word has to be the one that exact arithmetic makes under the laws. Where operands lie so near a border between levels
that 32-bit floats decide, one choice has to make all words of the sample.
"""
import itertools
import json
import os
import sys

import numpy as np
import onnx

from exact_network import LAWS, MACHINE, Exact, Network

# Of sums of 32-bit floats in any order, relative to the largest of the results before they are cut.
FLOATS = 2.0 ** -20


class Proof:
    def __init__(self, folder, entry):
        stem = f"{folder}/{entry['seed']}"
        self.entry, self.model = entry, onnx.load(f"{stem}.onnx")
        with open(f"{stem}.machine.json") as file:
            machine = json.load(file)
        self.samples = Exact.of(np.load(f"{stem}.npy")).rounded()
        self.count = len(self.samples.integers)
        self.words = np.asarray(machine["words"]).reshape(self.count, -1)
        self.inputs = self.samples
        if machine.get("inputs") is not None:
            self.inputs = Exact.of(np.asarray(machine["inputs"]).reshape(self.samples.integers.shape))
            self.inputs = self.inputs.rounded()
        nodes = self.model.graph.node
        self.rounded = {nodes[int(place)].output[0]: codes for place, codes in machine["rounded"].items()}
        self.oracles = {name: np.fromfile(f"{stem}.{name}.f32", "<f4").reshape(self.count, -1) for name in entry["oracles"]}
        if "optimized" in self.oracles:
            self.single = np.fromfile(f"{stem}.single.f32", "<f4").reshape(self.count, -1)
        self.laws = (*LAWS, *Network(self.model, MACHINE, True).int32_biases())
        self.cache, self.sums = {}, 0

    def run(self, laws, noted=True, samples=None, turned=None):
        """Words and, for each sample, the operands near borders."""
        network = Network(self.model, laws, self.entry["dyadic"], self.rounded if noted else {})
        values = (self.inputs if noted else self.samples).moved(lambda a: a if samples is None else a[samples])
        results = network.run(values, turned)
        self.sums = max(self.sums, network.largest())
        return results.reshape(len(results), -1), network.near

    def same(self, a, b):
        """Equal; with decimal scales as near as 32-bit floats and grids common to scales are."""
        return np.abs(a - b) <= self.slack

    def turned(self, sample, near):
        """Whether some choice at operands near borders makes the sample's words."""
        chosen, least = frozenset(), None
        for _ in range(12):
            options = [chosen ^ {point} for point in dict.fromkeys(near)][:400]
            for tries in (options, [chosen ^ set(pair) for pair in itertools.combinations(near[:24], 2)]):
                if not tries:
                    return False
                words, points = self.run(MACHINE, samples=[sample] * len(tries), turned=tries)
                missed = (~self.same(self.words[sample], words)).sum(1)
                if least is None:
                    least = int((~self.same(self.words[sample], self.law[sample])).sum())
                better = np.nonzero(missed < least)[0]
                if len(better):
                    break
            if not len(better):
                return False
            union = frozenset().union(*(tries[i] for i in better))
            words, every = self.run(MACHINE, samples=[sample], turned=[union])
            best = int(np.argmin(missed))
            chosen, least, near = tries[best], int(missed[best]), points[best]
            together = int((~self.same(self.words[sample], words[0])).sum())
            if together < least:
                chosen, least, near = union, together, every[0]
            if least == 0:
                return True
        return False

    def verdict(self):
        if self.words.shape[1] * self.count != self.oracles[self.entry["oracles"][0]].size:
            return self.report(0, {}, 0, self.words.size, f"{self.words.shape[1]} words a sample")
        self.law, near = self.run(MACHINE)
        self.most = np.abs(self.law).max()
        self.slack = 0 if self.entry["dyadic"] else 2.0 ** -21 * self.most
        made = self.same(self.words, self.law)
        border = np.zeros(self.count, bool)
        for sample in np.nonzero(~made.all(1))[0]:
            border[sample] = self.turned(sample, near[sample])
        wrong = int((~made[~border]).sum())
        agree = {name: self.same(self.words, values) for name, values in self.oracles.items()}
        everywhere = np.logical_and.reduce(list(agree.values()))
        causes = {}
        for sample, word in zip(*np.nonzero(~everywhere)):
            cause = ", ".join(sorted({self.cause(name, sample, word) for name in agree if not agree[name][sample, word]}))
            causes[cause] = causes.get(cause, 0) + 1
        turned = int(border[:, None].repeat(made.shape[1], 1)[~made].sum())
        first = np.argwhere(~made & ~border[:, None])[:1].tolist()
        place = f"{wrong} of {self.words.size} words, first {first}" if wrong else ""
        if wrong:
            place += f": {[(float(self.words[s, w]), float(self.law[s, w])) for s, w in first]}"
        return self.report(int(everywhere.sum()), causes, turned, wrong, place)

    def report(self, all, causes, turned, wrong, place):
        return {
            "seed": self.entry["seed"], "words": self.words.size, "all": all, "causes": causes, "turned": turned,
            "wrong": wrong, "place": place}

    def cause(self, oracle, sample, word):
        """The fewest laws whose change makes an oracle's word, or what else does."""
        value = self.oracles[oracle][sample, word].astype(float)
        first = ()
        if oracle == "optimized" and self.single[sample, word] != value:
            # Another one, which makes not one of two quantizers, tells of the other laws.
            value, first = self.single[sample, word].astype(float), ("doubled",)
        is_rounded = self.rounded or self.inputs is not self.samples
        changes = [change for count in range(len(self.laws) + 1) for change in itertools.combinations(self.laws, count)]
        tries = [(change, noted) for noted in ((True, False) if is_rounded else (True,)) for change in changes]
        is_near = False
        for slack in (self.slack, FLOATS * self.sums):
            for change, noted in tries:
                words, near = self.result(MACHINE ^ set(change), noted)
                if abs(value - words[sample, word]) <= slack:
                    also = (() if noted else ("notes",)) + (("floats",) if slack > self.slack else ())
                    named = dict.fromkeys(law if isinstance(law, str) else law[0] for law in change)
                    return "+".join((*first, *named, *also))
                is_near |= bool(near[sample])
        return "+".join(first + ("floats" if is_near else "unexplained",))

    def result(self, laws, noted):
        if (laws, noted) not in self.cache:
            self.cache[laws, noted] = self.run(laws, noted)
        return self.cache[laws, noted]


if __name__ == "__main__":
    folder = sys.argv[1]
    with open(f"{folder}/networks.json") as file:
        entries = [entry for entry in json.load(file) if os.path.exists(f"{folder}/{entry['seed']}.machine.json")]
    with open(f"{folder}/verdicts.json", "w") as file:
        json.dump([Proof(folder, entry).verdict() for entry in entries], file)
