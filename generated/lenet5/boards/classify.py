#!/usr/bin/env python3
"""Sends frames to lenet5_top on a board and prints its answers.

    pip install pyserial numpy
    classify.py /dev/ttyUSB0 images.npy
    classify.py /dev/ttyUSB0 ../vectors/input.hex --expected ../vectors/expected.hex

An .npy holds frames of 784 codes of ufixed<8,0> in the order of the stream (rows, columns, channels last); bytes of
grey images are codes of ufixed<8,0>. A .hex file holds the words of frames, one a line, as those in vectors/ do. One
line a frame is printed: the class of the largest value, or the class that the network gives by itself, and the
values. The exit code is 1 when an answer is not the expected one.
"""

import argparse
import sys
import time

DESIGN = 0x7521a39f  # the first 32 bits of the design's hash, which the board answers a reset with
BAUD, BLOCK = 1000000, 256
IN_WORDS, IN_LANES, IN_LANE_BITS, IN_BITS = 784, 1, 8, 8
OUT_WORDS, OUT_LANES, OUT_LANE_BITS, OUT_BITS = 10, 1, 16, 16
OUT_FORMAT = "fixed<16,0>"


class Board:
    """The machine behind a serial line, as pyserial has them."""

    def __init__(self, line):
        self.line, self.words, self.allowed = line, [], 0

    def reset(self):
        """A break resets the machine, which is silent as long as it lasts; its greeting names the design."""
        self.line.break_condition = True
        time.sleep(0.1)
        self.line.reset_input_buffer()
        self.line.break_condition = False
        self.words, self.allowed = [], 2 * BLOCK
        greeting = self.read_unit()
        if greeting[:1] != b"H":
            raise OSError("the board greets with %r" % greeting)
        found = int.from_bytes(greeting[1:], "little")
        if found != DESIGN:
            raise OSError("the board has the design %08x, this script is of %08x" % (found, DESIGN))

    def read_unit(self):
        """One unit, as mantissa_uart_bridge makes them."""
        sizes = {b"H": 5, b"C": 1, b"E": 2, b"W": 1 + OUT_LANES * OUT_LANE_BITS // 8}
        sizes[b"L"] = sizes[b"W"]
        unit = self.read(1)
        if unit not in sizes:
            raise OSError("the byte %r begins no unit" % unit)
        return unit + self.read(sizes[unit] - 1)

    def read(self, count):
        data = self.line.read(count) if count else b""
        if len(data) < count:
            raise TimeoutError("the board is silent")
        return data

    def take(self):
        """Takes one unit: a credit, or a word of the answer."""
        unit = self.read_unit()
        if unit[:1] == b"C":
            self.allowed += BLOCK
        elif unit[:1] in (b"W", b"L"):
            self.words.append(int.from_bytes(unit[1:], "little"))
            if (unit[:1] == b"L") != (len(self.words) % OUT_WORDS == 0):
                raise OSError("the answer is out of step")
        else:
            reason = {1: "a byte had no stop bit: is the rate %d baud?" % BAUD, 2: "bytes came without credit"}
            raise OSError(reason.get(unit[-1], "error %d" % unit[-1]) if unit[:1] == b"E" else "the board was reset")

    def run(self, frames):
        """Sends frames of words as credits allow, and yields the words of each answer."""
        data = b"".join(word.to_bytes(IN_LANES * IN_LANE_BITS // 8, "little") for frame in frames for word in frame)
        sent, answered = 0, 0
        while answered < len(frames):
            if sent < min(len(data), self.allowed):
                end = min(len(data), self.allowed)
                self.line.write(data[sent:end])
                sent = end
            self.take()
            while len(self.words) >= OUT_WORDS * (answered + 1):
                yield self.words[OUT_WORDS * answered : OUT_WORDS * (answered + 1)]
                answered += 1


def words_of(codes):
    """The words of a frame's codes: IN_LANES codes a word, the first in the lowest bits."""
    mask = (1 << IN_BITS) - 1
    if len(codes) != IN_WORDS * IN_LANES:
        sys.exit("a frame has %d elements, not %d" % (IN_WORDS * IN_LANES, len(codes)))
    return [
        sum((int(code) & mask) << (IN_LANE_BITS * lane) for lane, code in enumerate(codes[at : at + IN_LANES]))
        for at in range(0, len(codes), IN_LANES)
    ]


def codes_of(words):
    """The codes of an answer."""
    mask = (1 << OUT_BITS) - 1
    return [word >> (OUT_LANE_BITS * lane) & mask for word in words for lane in range(OUT_LANES)]


def values_of(codes):
    """Integers in the order of the values that codes stand for; None where codes of the format are not so ordered."""
    family = OUT_FORMAT.split("<")[0]
    if family in ("fixed", "posit"):
        return [code - (code >> (OUT_BITS - 1) << OUT_BITS) for code in codes]
    return codes if family == "ufixed" or len(codes) == 1 else None


def hex_frames(path, count):
    words = [int(line, 16) for line in open(path).read().split()]
    return [words[at : at + count] for at in range(0, len(words), count)]


def read_frames(path):
    if path.endswith(".hex"):
        return hex_frames(path, IN_WORDS)
    import numpy

    frames = numpy.load(path)
    if frames.dtype.kind not in "iu":
        sys.exit("%s holds %s; codes are integers" % (path, frames.dtype))
    return [words_of(frame) for frame in frames.reshape(-1, IN_WORDS * IN_LANES).tolist()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", help="for example /dev/ttyUSB0")
    parser.add_argument("frames", help="an .npy of codes, or a .hex of words")
    parser.add_argument("--expected", help="a .hex of the words to be answered")
    parser.add_argument("--timeout", type=float, default=10, help="seconds without a byte")
    options = parser.parse_args()
    import serial

    frames = read_frames(options.frames)
    expected = hex_frames(options.expected, OUT_WORDS) if options.expected else None
    board = Board(serial.Serial(options.port, BAUD, timeout=options.timeout))
    board.reset()
    wrong = 0
    for number, words in enumerate(board.run(frames)):
        codes = codes_of(words)
        values = values_of(codes)
        if values is None:
            shown, values = "codes", codes
        else:
            best = values[0] if len(values) == 1 else max(range(len(values)), key=values.__getitem__)
            shown = "class %d " % best
        verdict = ""
        if expected:
            equal = words == expected[number]
            wrong += not equal
            verdict = "  equal" if equal else "  DIFFERENT from %s" % " ".join("%x" % word for word in expected[number])
        print("frame %d: %s %s%s" % (number, shown, " ".join(map(str, values[:16])), verdict))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
