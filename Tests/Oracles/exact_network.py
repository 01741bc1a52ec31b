"""Executes a quantized network in exact arithmetic, under the laws of Documentation/Decisions/0012.

Numbers are integers of any size times a power of two: every constant of a model is, being a 32-bit float or an integer, and
so are sums and products of such. Only quantizers divide, and round at once.
"""
import numpy as np
from onnx import helper as h, numpy_helper as nh

# Of a sum of 32-bit floats, relative to its size: operands so near a border between levels may be taken for either.
NEAR = 2e-6
# Codes of up to so many bits are 32-bit floats to the quantizer that reads them.
NARROW = 12
HALVES = ("ROUND", "HALF_EVEN", "HALF_UP", "HALF_DOWN")
MOVES = ("Transpose", "Reshape", "Flatten", "MaxPool")
LAWS = ("float-bias", "viewed-bias", "fused")
INT32 = "int32-bias"
# What the machine follows, and what each oracle does.
MACHINE = frozenset(("float-bias", "fused"))


class Exact:
    """Integers times 2^exponent. `floats` are the same as 32-bit floats where the model rounds them to such one by one."""

    def __init__(self, integers, exponent=0, floats=None):
        self.integers, self.exponent, self.floats = np.asarray(integers, object), exponent, floats

    @staticmethod
    def of(reals):
        """Of floats of any precision, or of integers."""
        reals = np.asarray(reals)
        if reals.dtype.kind in "iu":
            return Exact(reals.astype(object))
        mantissa, power = np.frexp(reals.astype(np.float64))
        exponent = int(power[mantissa != 0].min()) - 53 if mantissa.any() else 0
        whole = (mantissa * 2.0 ** 53).astype(np.int64).astype(object)
        return Exact(whole << np.where(mantissa != 0, power - 53 - exponent, 0).astype(object), exponent).reduced()

    def reduced(self):
        """The same numbers with as high an exponent as can be."""
        bits = 0
        for value in self.integers.ravel():
            bits |= value
        if bits == 0:
            return Exact(self.integers, 0, self.floats)
        places = (bits & -bits).bit_length() - 1
        return Exact(self.integers >> places, self.exponent + places, self.floats)

    def at(self, exponent):
        """The integers in units of 2^exponent, which is not above the own one."""
        return np.asarray(self.integers << (self.exponent - exponent), object)

    @property
    def reals(self):
        return np.asarray((self.integers << max(self.exponent, 0)) / (1 << max(-self.exponent, 0)), float)

    def rounded(self):
        """With the nearest 32-bit floats beside it."""
        return Exact(self.integers, self.exponent, np.float32(self.reals))

    def moved(self, move):
        """Elements moved, or picked."""
        return Exact(move(self.integers), self.exponent, None if self.floats is None else move(self.floats))

    def __add__(self, other):
        exponent = min(self.exponent, other.exponent)
        return Exact(self.at(exponent) + other.at(exponent), exponent)

    def __neg__(self):
        return Exact(-self.integers, self.exponent)

    def __mul__(self, other):
        return Exact(self.integers * other.integers, self.exponent + other.exponent)

    def clipped(self, low, high):
        """Between two numbers, either of which may be None."""
        result = self
        for bound, pick, sign in ((low, np.maximum, 1), (high, np.minimum, -1)):
            if bound is not None:
                exponent = min(result.exponent, bound.exponent)
                floats = None if result.floats is None else pick(result.floats, np.float32(bound.reals))
                result = Exact(pick(result.at(exponent), bound.at(exponent)), exponent, floats)
        return result

    def dot(self, matrix):
        """Products of the last axis with a matrix."""
        a, b, terms = self.integers, matrix.integers, self.integers.shape[-1]
        most = [max([1, *map(abs, operand.ravel())]) for operand in (a, b)]
        if most[0] * most[1] * terms < 1 << 62:
            a, b = a.astype(np.int64), b.astype(np.int64)
        return Exact(np.dot(a, b), self.exponent + matrix.exponent)


def joined(parts, axis):
    exponent = min(part.exponent for part in parts)
    floats = None if any(part.floats is None for part in parts) else np.concatenate([p.floats for p in parts], axis)
    return Exact(np.concatenate([part.at(exponent) for part in parts], axis), exponent, floats)


def level(numerator, denominator, mode):
    """Quotients of integers, rounded."""
    below = numerator // denominator
    rest = numerator - below * denominator
    above = np.asarray(below + (rest > 0), object)
    positive = numerator >= 0
    if mode == "FLOOR":
        return below
    if mode == "CEIL":
        return above
    if mode in ("UP", "DOWN"):
        return np.where(positive == (mode == "UP"), above, below)
    twice = 2 * rest
    tie = {"ROUND": below % 2 == 1, "HALF_EVEN": below % 2 == 1, "HALF_UP": positive, "HALF_DOWN": ~positive.astype(bool)}[mode]
    return np.where((twice > denominator) | ((twice == denominator) & tie.astype(bool)), below + 1, below)


class Network:
    """A model's graph. `noted` has the codes to which notes say that tensors are rounded, by name."""

    def __init__(self, model, laws, dyadic, noted=None):
        self.graph, self.laws, self.dyadic, self.noted = model.graph, laws, dyadic, noted or {}
        self.constants = {value.name: Exact.of(nh.to_array(value)).rounded() for value in self.graph.initializer}
        self.types = {value.name: nh.to_array(value).dtype for value in self.graph.initializer}
        self.nodes = list(self.graph.node)
        self.makers = {node.output[0]: (index, node) for index, node in enumerate(self.nodes)}
        self.readers = {}
        for node in self.nodes:
            for name in node.input:
                self.readers.setdefault(name, []).append(node)
        self.attributes = [{a.name: h.get_attribute_value(a) for a in node.attribute} for node in self.nodes]
        # Constants, dequantized ones too.
        self.fixed = set(self.constants)
        for node in self.nodes:
            if self.fixed.issuperset(node.input):
                self.fixed.update(node.output)

    def run(self, samples, turned=None):
        """The results for samples (an `Exact` with floats), one for each set of operands that are taken the other way.

        `self.near` then lists for each sample the operands, as (node, element), that lie near a border.
        """
        count = len(samples.integers)
        self.turned, self.near = turned or [()] * count, [[] for _ in range(count)]
        self.values = dict(self.constants)
        self.values["x"] = samples
        # Until a quantizer rounds them, numbers are those of the samples, in 32-bit floats.
        self.sampled = {"x"}
        for index, node in enumerate(self.nodes):
            self.index, self.node, self.options = index, node, self.attributes[index]
            operands = [self.values[name] if name else None for name in node.input]
            result = getattr(self, node.op_type)(*operands)
            if self.sampled.intersection(node.input) and "Quant" not in node.op_type:
                self.sampled.add(node.output[0])
            for name in self.noted:
                if self.noted_at(name) == node.output[0]:
                    result = self.note(result, *self.noted[name])
            self.values[node.output[0]] = result
        return self.values[self.graph.output[0].name].reals

    def largest(self):
        """The largest number of the results, and of the sums that they are before they are cut or moved."""
        name, most = self.graph.output[0].name, 0
        while True:
            most = max(most, np.abs(self.values[name].reals).max())
            if name not in self.makers or self.makers[name][1].op_type not in (*MOVES, "Relu", "Clip"):
                return most
            name = self.makers[name][1].input[0]

    # Rounding.

    def noted_at(self, name):
        """The tensor that is rounded as a layer's result: a constant that is added at once belongs to the layer."""
        if name not in self.makers:
            return name
        node = self.makers[name][1]
        after = self.readers.get(node.output[0], [])
        if node.op_type in ("MatMul", "Gemm", "Conv") and len(node.input) == 2 and len(after) == 1:
            if after[0].op_type == "Add" and any(name in self.fixed for name in after[0].input):
                return after[0].output[0]
        return name

    def note(self, result, unit, zero, low, high):
        unit = Exact.of(np.float64(unit))
        codes = self.pick(result, unit, 0, low - zero, high - zero, "ROUND")
        return Exact(codes * unit.integers, unit.exponent).rounded()

    def pick(self, operand, scale, zero, low, high, mode):
        """Levels of operand / scale + zero, which is rounded within bounds."""
        exponent = min(operand.exponent, scale.exponent)
        denominator = int(scale.at(exponent))
        numerator = operand.at(exponent) + int(zero) * denominator
        levels = np.clip(level(numerator, denominator, mode), low, high)
        return self.turn(levels, numerator, denominator, low, high, mode)

    def turn(self, levels, numerator, denominator, low, high, mode, extra=0):
        """Takes operands near a border the other way where that is asked for; lists all that there are."""
        below = numerator // denominator
        rest = np.asarray((numerator - below * denominator) / denominator, float)
        size = np.maximum(np.abs(np.asarray(numerator / denominator, float)), 1)
        half = mode in HALVES
        distance = np.abs(rest - 0.5) if half else np.minimum(rest, 1 - rest)
        near = distance < NEAR * size
        if self.dyadic:
            near &= (distance > 0) & bool(self.sampled.intersection(self.node.input))
        if not near.any():
            return levels
        border = below if half else np.asarray(below + (rest > 0.5), object)
        quarter = (4 * border + 1, 4 * border + 3) if half else (4 * border - 1, 4 * border + 1)
        sides = [np.clip(level(part, 4, mode) + extra, low, high) for part in quarter]
        near &= (sides[0] != sides[1]).astype(bool)
        result = levels.copy()
        for sample, *element in zip(*np.nonzero(near)):
            key = (self.index, *map(int, element))
            self.near[sample].append(key)
            if key in self.turned[sample]:
                place = (sample, *element)
                result[place] = sides[0][place] if levels[place] == sides[1][place] else sides[1][place]
        return result

    def signs(self, x, scale):
        values = np.where(x.integers >= 0, 1, -1).astype(object)
        near = np.abs(x.reals) < NEAR
        if x.floats is None and not self.dyadic and near.any():
            for sample, *element in zip(*np.nonzero(near)):
                key = (self.index, *map(int, element))
                self.near[sample].append(key)
                if key in self.turned[sample]:
                    values[(sample, *element)] *= -1
        return Exact(values * scale.integers, scale.exponent).rounded()

    # Quantizers of QONNX.

    def Quant(self, x, scale, zero, bits):
        signed, narrow = self.options.get("signed", 1), self.options.get("narrow", 0)
        mode, bits = self.options["rounding_mode"].decode(), int(bits.reals)
        if bits == 1 and signed:
            return self.signs(x, scale)
        low, high = (-(1 << bits - 1) + narrow, (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1 - narrow)
        zero = int(zero.reals)
        if x.floats is not None:
            u = np.clip(x.floats / scale.floats + np.float32(zero), np.float32(low), np.float32(high))
            u = Exact.of(u)
            levels = level(u.at(min(0, u.exponent)), 1 << max(0, -u.exponent), mode)
        else:
            levels = self.pick(x, scale, zero, low, high, mode)
        result = Exact(levels - zero) * scale
        return result if bits > NARROW and self.node.input[0] not in self.fixed else result.rounded()

    def BipolarQuant(self, x, scale):
        return self.signs(x, scale)

    def Trunc(self, x, scale, zero, bits, kept):
        bits, kept = int(bits.reals), int(kept.reals)
        mode = self.options["rounding_mode"].decode()
        cut = bits - kept
        whole = self.pick(x, scale, 0, -(1 << 40), 1 << 40, "ROUND")
        levels = np.clip(level(whole, 1 << cut, mode), -(1 << kept - 1), (1 << kept) - 1)
        return (Exact(levels) * scale).rounded()

    # Quantizers of ONNX: a code's tensor has its integers.

    def levels(self, x, scale, zero, first):
        """Codes; `first` says that the zero point is added before numbers are rounded."""
        info = np.iinfo(self.types.get(self.node.input[2 if self.node.op_type == "QuantizeLinear" else -1], np.uint8))
        low, high, zero = info.min, info.max, int(zero.reals)
        if x.floats is not None:
            levels = np.rint(x.floats / scale.floats).astype(float).astype(object)
            return np.clip(np.vectorize(int, otypes=[object])(levels) + zero, low, high)
        if first:
            return self.pick(x, scale, zero, low, high, "ROUND")
        exponent = min(x.exponent, scale.exponent)
        numerator, denominator = x.at(exponent), int(scale.at(exponent))
        levels = np.clip(level(numerator, denominator, "ROUND") + zero, low, high)
        return self.turn(levels, numerator, denominator, low, high, "ROUND", zero)

    def QuantizeLinear(self, x, scale, zero):
        return Exact(self.levels(x, scale, zero, self.is_fused()))

    def DequantizeLinear(self, codes, scale, zero):
        if scale.integers.size > 1:
            shape = [1] * codes.integers.ndim
            shape[self.options.get("axis", 1)] = -1
            scale, zero = scale.moved(lambda a: a.reshape(shape)), zero.moved(lambda a: a.reshape(shape))
        return ((codes + -zero) * scale).rounded()

    def is_dequantized(self, name, flattened=True):
        """Whether a tensor is dequantized codes that were only moved."""
        while name in self.makers:
            node = self.makers[name][1]
            if node.op_type == "DequantizeLinear":
                return node
            if node.op_type not in MOVES or node.op_type == "Flatten" and not flattened:
                return None
            name = node.input[0]
        return None

    def is_fused(self):
        """Whether the quantizer ends an integer operator that adds the zero point first."""
        name = self.node.input[0]
        while name in self.makers and self.makers[name][1].op_type in ("Reshape", "Transpose", "MaxPool"):
            name = self.makers[name][1].input[0]
        node = self.makers.get(name, (0, None))[1]
        if "fused" not in self.laws or node is None or node.op_type not in ("Add", "Mul", "AveragePool"):
            return False
        sources = [self.is_dequantized(operand) for operand in node.input]
        types = [self.types.get(source.input[2]) for source in sources if source is not None]
        types.append(self.types.get(self.node.input[2]))
        if len(types) != len(sources) + 1 or any(np.dtype(kind).itemsize > 1 for kind in types):
            return False
        if len(node.input) == 1:
            return True
        shared = any(len(self.readers[operand]) > 1 for operand in node.input)
        return not shared or all(np.dtype(kind).kind == "u" for kind in types[:-1])

    # Layers.

    def bias(self, node, name, weights, operand):
        """A bias under the laws."""
        bias = self.values[name]
        scales, source = self.scales(weights), self.is_dequantized(operand, flattened=False)
        if source is None or scales is None:
            return bias
        unit = self.values[source.input[1]] * scales
        maker = self.makers.get(name)
        if maker is None and "float-bias" in self.laws and self.is_quantized_next():
            whole = np.rint(bias.floats / unit.reals.astype(np.float32)).astype(np.int64)
            return Exact.of(whole) * unit
        if (INT32, node.output[0]) in self.laws:
            return self.values[maker[1].input[0]] * unit
        return bias

    def int32_biases(self):
        """One law for each matrix product with a dequantized bias: optimised onnxruntime rounds some of them."""
        def is_int32(name):
            maker = self.makers.get(name)
            return maker is not None and self.types.get(maker[1].input[0]) == np.int32
        added = {node.input[0]: node.input[1] for node in self.nodes if node.op_type == "Add"}
        products = [node for node in self.nodes if node.op_type in ("MatMul", "Gemm")]
        biases = [(node, node.input[2] if len(node.input) > 2 else added.get(node.output[0])) for node in products]
        return [(INT32, node.output[0]) for node, name in biases if name is not None and is_int32(name)]

    def scales(self, weights):
        maker = self.makers.get(weights)
        if maker is None or maker[1].op_type != "DequantizeLinear":
            return None
        return self.values[maker[1].input[1]]

    def is_quantized_next(self):
        """Whether a quantizer alone reads the result, or what a clip makes of it."""
        passed = ("Relu", "Clip") + (("Reshape", "Transpose") if "viewed-bias" in self.laws else ())
        after = self.readers.get(self.node.output[0], [])
        while len(after) == 1 and after[0].op_type in passed:
            after = self.readers.get(after[0].output[0], [])
        return len(after) == 1 and after[0].op_type == "QuantizeLinear"

    def MatMul(self, x, weights):
        return x.dot(weights)

    def Gemm(self, x, weights, bias=None):
        result = x.dot(weights.moved(np.transpose) if self.options.get("transB") else weights)
        return result if bias is None else result + self.own_bias()

    def own_bias(self):
        operand, weights, bias = self.node.input
        return self.bias(self.node, bias, weights, operand)

    def Conv(self, x, weights, bias=None):
        groups, (padding, *_) = self.options["group"], self.options["pads"]
        result = convolved(x, weights, groups, padding)
        if bias is None:
            return result
        return result + self.own_bias().moved(lambda a: a.reshape(-1, 1, 1))

    def Add(self, a, b):
        maker = self.makers.get(self.node.input[0])
        if maker and maker[1].op_type == "MatMul" and self.node.input[1] in self.fixed:
            b = self.bias(maker[1], self.node.input[1], maker[1].input[1], maker[1].input[0])
        return self.sampled_floats(a + b, np.add, a, b)

    def Sub(self, a, b):
        return self.sampled_floats(a + -b, np.subtract, a, b)

    def Mul(self, a, b):
        return self.sampled_floats(a * b, np.multiply, a, b)

    def sampled_floats(self, result, operation, a, b):
        """Steps before the first quantizer are those of 32-bit floats."""
        if self.node.input[0] in self.sampled and a.floats is not None and b.floats is not None:
            floats = operation(a.floats, b.floats)
            return Exact(Exact.of(floats).integers, Exact.of(floats).exponent, floats)
        return result

    def BatchNormalization(self, x, factor, shift, mean, variance):
        shape = (1, -1) + (1,) * (x.integers.ndim - 2)
        return x * factor.moved(lambda a: a.reshape(shape)) + shift.moved(lambda a: a.reshape(shape))

    def Concat(self, *parts):
        # Of scales with a common unit no nearer than floats tell, operands at borders may be taken for either level.
        sources = [self.is_dequantized(name) for name in self.node.input]
        scales = {float(self.values[source.input[1]].reals) if source else name for source, name in zip(sources, self.node.input)}
        result = joined(parts, self.options["axis"])
        return result if self.dyadic or len(scales) == 1 else Exact(result.integers, result.exponent)

    def Relu(self, x):
        return x.clipped(Exact.of(np.int64(0)), None)

    def Clip(self, x, low, high):
        return x.clipped(low, high)

    def AveragePool(self, x):
        windows = x.moved(lambda a: np.lib.stride_tricks.sliding_window_view(a, (2, 2), axis=(2, 3)))
        return Exact(windows.integers.sum((4, 5)), x.exponent - 2)

    # Codes of operators on integers.

    def coded(self, codes, scale, zero):
        return (codes + -zero) * scale

    def QLinearMatMul(self, a, sa, za, b, sb, zb, s, z):
        result = self.coded(a, sa, za).dot(self.coded(b, sb, zb))
        return Exact(self.levels(result, s, z, False))

    def QLinearConv(self, a, sa, za, b, sb, zb, s, z, bias):
        shape = (-1, 1, 1, 1) if sb.integers.size > 1 else ()
        wide = self.coded(b, sb.moved(lambda x: x.reshape(shape)), zb.moved(lambda x: x.reshape(shape) if x.size > 1 else x))
        result = convolved(self.coded(a, sa, za), wide, 1, 0)
        result = result + (bias * sa * sb).moved(lambda x: x.reshape(-1, 1, 1))
        self.types[self.node.input[-1]] = self.types[self.node.input[7]]
        return Exact(self.levels(result, s, z, False))

    def QLinearAdd(self, a, sa, za, b, sb, zb, s, z):
        return Exact(self.levels(self.coded(a, sa, za) + self.coded(b, sb, zb), s, z, True))

    # Moves.

    def Transpose(self, x):
        return x.moved(lambda a: a.transpose(self.options["perm"]))

    def Reshape(self, x, shape):
        return x.moved(lambda a: a.reshape([int(v) for v in shape.integers]))

    def Flatten(self, x):
        return x.moved(lambda a: a.reshape(len(a), -1))

    def MaxPool(self, x):
        def most(a):
            n, c, height, width = a.shape
            a = a[:, :, :height // 2 * 2, :width // 2 * 2]
            return a.reshape(n, c, height // 2, 2, width // 2, 2).max((3, 5))
        return x.moved(most)


def convolved(x, weights, groups, padding):
    outputs, inputs, height, width = weights.integers.shape
    around = [(0, 0), (0, 0), (padding, padding), (padding, padding)]
    padded = np.pad(x.integers, around, constant_values=np.asarray(0, object))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (height, width), axis=(2, 3))
    parts = []
    for group in range(groups):
        part = windows[:, group * inputs:(group + 1) * inputs].transpose(0, 2, 3, 1, 4, 5)
        rows = Exact(part.reshape(*part.shape[:3], -1), x.exponent)
        own = weights.integers[group * outputs // groups:(group + 1) * outputs // groups]
        parts.append(rows.dot(Exact(own.reshape(len(own), -1).T, weights.exponent)))
    return joined(parts, 3).moved(lambda a: np.moveaxis(a, 3, 1))
