"""Runs SoftPosit on pairs of posits.

usage: run_posits.py WIDTH ES INPUT OUTPUT

INPUT holds codes, 32-bit and little-endian, in pairs; their count is a multiple of eight. OUTPUT gets every product,
then every sum, every difference, and for each eight pairs their fused dot product.
"""
import array
import sys

import softposit as sp

width, es = int(sys.argv[1]), int(sys.argv[2])
codes = array.array("I")
with open(sys.argv[3], "rb") as file:
    codes.frombytes(file.read())
name = {(8, 0): "8", (16, 1): "16", (32, 2): "32"}.get((width, es), "X2")
kind = {"8": sp.posit8_t, "16": sp.posit16_t, "32": sp.posit32_t, "X2": sp.posit_2_t}[name]
assert name != "X2" or es == 2, "SoftPosit has no such posits"
# Posits of other widths are on top of 32 bits, and their functions take the width.
places, extra = (32 - width, (width,)) if name == "X2" else (0, ())


def posit(code):
    result = kind()
    result.v = code << places
    return result


def dot(pairs):
    quire = getattr(sp, f"q{name}Clr")()
    for a, b in pairs:
        quire = getattr(sp, f"q{name}_fdp_add")(quire, a, b)
    return getattr(sp, f"q{name}_to_p{name}")(quire, *extra)


pairs = [(posit(a), posit(b)) for a, b in zip(codes[0::2], codes[1::2])]
results = [getattr(sp, f"p{name}_{operation}")(a, b, *extra)
           for operation in ("mul", "add", "sub") for a, b in pairs]
results += [dot(pairs[start:start + 8]) for start in range(0, len(pairs), 8)]
with open(sys.argv[4], "wb") as file:
    array.array("I", [result.v >> places for result in results]).tofile(file)
