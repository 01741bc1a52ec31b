"""Writes random quantized networks, samples for each, and what the oracles make of them.

usage: random_quantized.py FOLDER SEED...

For every seed: SEED.onnx, SEED.npy (samples), and as float32, sample after sample in the model's order, an
oracle's results each: SEED.qonnx.f32, SEED.plain.f32 and SEED.optimized.f32 (onnxruntime without and with graph
optimizations), and SEED.single.f32 (with all but the one that makes one of two quantizers). networks.json lists them. Values are followed in 64-bit floats, for scales that fit them.
"""
import json
import os
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper as h

import run_qonnx
from make_quantized import DOMAINS, MICROSOFT, ROUNDINGS, Model

SAMPLES = 24
DOUBLED = "DoubleQDQPairsRemover"


def rounded(u, mode):
    sign, size = np.sign(u), np.abs(u)
    return {
        "ROUND": np.rint, "HALF_EVEN": np.rint, "CEIL": np.ceil, "FLOOR": np.floor,
        "UP": lambda u: sign * np.ceil(size), "DOWN": np.trunc,
        "HALF_UP": lambda u: sign * np.floor(size + 0.5), "HALF_DOWN": lambda u: sign * np.ceil(size - 0.5),
    }[mode](u)


class Tensor:
    """A result with its values for all samples. `unit` is the step of the grid on which it lies, `most` bounds its size."""

    def __init__(self, name, values, unit, most, quantized):
        self.name, self.values, self.unit, self.most, self.quantized = name, values, unit, most, quantized

    @property
    def shape(self):
        return self.values.shape[1:]


class Network:
    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.style = self.choice(["qonnx", "qonnx", "qdq", "qlinear"])
        self.dyadic = self.chance(0.7)
        image = self.chance(0.35)
        shape = (int(self.integer(1, 4)), *(int(self.integer(4, 7)),) * 2) if image else (int(self.integer(3, 10)),)
        self.model = Model(["batch", *shape], opset=13, domain=self.choice(DOMAINS))
        self.samples = self.random.standard_normal((SAMPLES, *shape)) * 2.0 ** self.integer(-1, 3)
        self.inexact = False
        self.flat = False

    def choice(self, options):
        return options[int(self.random.integers(len(options)))]

    def chance(self, share):
        return self.random.random() < share

    def integer(self, low, high, shape=None):
        return self.random.integers(low, high, shape)

    def scale(self, low=-5, high=0):
        power = 2.0 ** self.integer(low, high)
        return np.float32(power if self.dyadic else power * self.random.uniform(0.7, 1.4))

    # Quantizers.

    def quantize(self, t, bits=None):
        if self.style != "qonnx":
            return self.qdq(t)
        kind = self.random.random()
        if kind < 0.08:
            return self.bipolar(t)
        if kind < 0.14 and t.quantized and not self.inexact:
            return self.truncate(t)
        bits = bits or int(self.choice([1, 2, 2, 3, 4, 4, 5, 6, 8, 8, 12, 16]))
        signed = int(self.chance(0.6)) if t.values.min() < 0 else int(self.chance(0.2))
        narrow = int(self.chance(0.3)) if bits > 1 else 0
        mode = self.choice(ROUNDINGS) if self.chance(0.5) else "ROUND"
        return self.quant(t, self.fit(t, bits, signed), bits, signed, narrow, mode)

    def fit(self, t, bits, signed):
        """A scale at which the values fill the range, more or less."""
        top = max(np.abs(t.values).max(), 1e-3) * self.choice([0.5, 1, 1, 2])
        scale = top / 2.0 ** max(bits - signed, 1)
        power = 2.0 ** np.rint(np.log2(scale))
        return np.float32(power if self.dyadic else scale)

    def quant(self, t, scale, bits, signed, narrow, mode):
        low, high = (-(1 << bits - 1) + narrow, (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1 - narrow)
        if bits == 1 and signed:
            name = self.model.quant(scale, bits, signed=1, rounding=mode, read=t.name)
            return Tensor(name, np.where(t.values >= 0, 1.0, -1.0) * float(scale), float(scale), float(scale), True)
        zero = float(self.integer(max(low, -100), min(high, 100) + 1)) if self.chance(0.25) else 0.0
        name = self.model.quant(scale, bits, zero, signed, narrow, mode, read=t.name)
        u = np.clip(t.values / float(scale) + zero, low, high)
        values = (rounded(u, mode) - zero) * float(scale)
        return Tensor(name, values, float(scale), float(scale) * max(high - zero, zero - low), True)

    def bipolar(self, t):
        scale = self.scale()
        name = self.model.add("BipolarQuant", scale, read=t.name, domain=self.model.domain)
        return Tensor(name, np.where(t.values >= 0, 1.0, -1.0) * float(scale), float(scale), float(scale), True)

    def truncate(self, t):
        """QONNX's Trunc of the operand's integers, first version."""
        most = t.most / t.unit
        bits = int(np.ceil(np.log2(most + 1))) + 1
        if bits < 4 or bits > 20 or most != np.rint(most) or not self.dyadic:
            return self.bipolar(t)
        cut = int(self.integer(1, bits - 2))
        mode = self.choice(["FLOOR", "CEIL", "ROUND"])
        terms = [np.float32(v) for v in (t.unit, 0, bits, bits - cut)]
        name = self.model.add("Trunc", *terms, read=t.name, domain=self.model.domain, rounding_mode=mode)
        k = rounded(np.rint(t.values / t.unit) / 2.0 ** cut, mode)
        low, high = -(1 << bits - cut - 1), (1 << bits - cut) - 1
        return Tensor(name, np.clip(k, low, high) * t.unit, t.unit, t.unit * 2.0 ** (bits - cut), True)

    def terms(self, t):
        """A scale and a zero point of 8 bits, sometimes 16."""
        kind = self.choice([np.int8, np.uint8, np.uint8] + ([np.int16] if self.style == "qdq" and self.model.opset >= 21 else []))
        info = np.iinfo(kind)
        bits = info.bits
        scale = self.fit(t, bits, 1)
        if t.values.min() >= 0:
            zero = info.min
        else:
            zero = int(self.integer(-20, 21)) + (128 if kind is np.uint8 else 0)
        return scale, kind(zero if self.chance(0.8) else (0 if kind is not np.uint8 else 128)), info

    def qdq(self, t):
        scale, zero, info = self.terms(t)
        code = self.model.add("QuantizeLinear", scale, zero, read=t.name)
        name = self.model.add("DequantizeLinear", scale, zero, read=code)
        return self.dequantized(name, t, scale, zero, info)

    def dequantized(self, name, t, scale, zero, info):
        k = np.clip(rounded(t.values / float(scale), "ROUND") + float(zero), info.min, info.max)
        span = max(float(info.max) - float(zero), float(zero) - float(info.min))
        return Tensor(name, (k - float(zero)) * float(scale), float(scale), float(scale) * span, True)

    # Constants.

    def weights(self, shape, axis):
        """Quantized constants; a scale for each index of the axis or one for all."""
        bits = int(self.choice([1, 2, 3, 4, 8]))
        count = shape[axis]
        per_channel = self.chance(0.5)
        scales = np.array([self.scale(-4, 1) for _ in range(count if per_channel else 1)], np.float32)
        if self.style == "qonnx":
            if bits == 1:
                codes = self.random.choice([-1.0, 1.0], shape)
            else:
                codes = self.integer(-(1 << bits - 1) + 1, 1 << bits - 1, shape).astype(float)
            spread = [1] * len(shape)
            spread[axis] = -1
            wide = scales.reshape(spread) if per_channel else scales.reshape([1] * len(shape))
            values = (codes * wide).astype(np.float32)
            kept = self.model.last
            if bits == 1 and self.chance(0.5):
                name = self.model.add("BipolarQuant", wide, read=self.model.name(values), domain=self.model.domain)
            else:
                name = self.model.quant(wide, bits, signed=1, narrow=int(bits > 1 and self.chance(0.5)), read=self.model.name(values))
            self.model.last = kept
            return name, codes * wide.astype(float), float(scales.min())
        zero = 0 if per_channel or self.chance(0.7) else int(self.integer(-5, 6))
        codes = self.integer(-7, 8, shape)
        kept = self.model.last
        point = np.full(scales.shape, zero, np.int8)
        operands = (scales, point) if per_channel else (scales[0], point[0])
        name = self.model.add(
            "DequantizeLinear", *operands, read=self.model.name(codes.astype(np.int8)), **({"axis": axis} if per_channel else {}))
        self.model.last = kept
        spread = [1] * len(shape)
        spread[axis] = -1
        wide = scales.reshape(spread).astype(float) if per_channel else float(scales[0])
        return name, (codes - zero) * wide, float(scales.min())

    def bias(self, count, unit):
        """A constant of one value an output: float, or quantized with a scale of its own."""
        kind = self.choice(["float", "float", "int8", "int32", "quant"])
        codes = self.integer(-60, 61, count)
        if kind == "float" or self.style == "qonnx" and kind != "quant":
            scale = self.scale(-6, -1)
            values = (codes * scale).astype(np.float32)
            return self.model.name(values), values.astype(float), float(scale)
        scale = self.scale(-6, -1)
        kept = self.model.last
        if self.style == "qonnx":
            name = self.model.quant(scale, 8, read=self.model.name((codes * scale).astype(np.float32)))
        else:
            type = np.int32 if kind == "int32" else np.int8
            name = self.model.add("DequantizeLinear", scale, type(0), read=self.model.name(codes.astype(type)))
        self.model.last = kept
        return name, codes * float(scale), float(scale)

    # Layers.

    def linear(self, t):
        if len(t.shape) == 3:
            return self.convolution(t)
        self.flat = False
        inputs, outputs = t.shape[0], int(self.integer(2, 9))
        gemm = self.chance(0.4)
        shape, axis = ((outputs, inputs), 0) if gemm else ((inputs, outputs), 1)
        name, values, unit = self.weights(shape, axis)
        matrix = values.T if gemm else values
        result = t.values @ matrix
        most = t.most * np.abs(matrix).sum(0).max()
        unit *= t.unit
        operands = []
        added = self.chance(0.5)
        if added:
            constant, shift, step = self.bias(outputs, unit)
            result, unit, most = result + shift, min(unit, step), most + np.abs(shift).max()
            if gemm and self.chance(0.7):
                operands, added = [constant], False
        read = self.model.add("Gemm" if gemm else "MatMul", name, *operands, read=t.name, **({"transB": 1} if gemm else {}))
        if added:
            read = self.model.add("Add", constant, read=read)
        return Tensor(read, result, unit, most, False)

    def convolution(self, t):
        channels, height, width = t.shape
        depthwise = self.chance(0.3)
        outputs = channels if depthwise else int(self.integer(1, 5))
        size = int(self.integer(1, min(4, height + 1, width + 1)))
        padding = int(self.integer(0, 2)) if size > 1 and self.quantized_has_zero(t) else 0
        name, values, unit = self.weights((outputs, 1 if depthwise else channels, size, size), 0)
        x = np.pad(t.values, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
        windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
        if depthwise:
            result = np.einsum("nchwij,cij->nchw", windows, values[:, 0])
        else:
            result = np.einsum("nchwij,ocij->nohw", windows, values)
        most = t.most * np.abs(values).sum((1, 2, 3)).max()
        unit *= t.unit
        operands = []
        added = self.chance(0.5)
        if added:
            constant, shift, step = self.bias(outputs, unit)
            if self.chance(0.6):
                operands, added = [constant], False
            result = result + shift[:, None, None]
            unit, most = min(unit, step), most + np.abs(shift).max()
        read = self.model.add(
            "Conv", name, *operands, read=t.name, kernel_shape=[size, size], pads=[padding] * 4,
            group=channels if depthwise else 1)
        if added:
            read = self.model.add(
                "Add", shift.astype(np.float32).reshape(1, -1, 1, 1), read=read)
        return Tensor(read, result, unit, most, False)

    def quantized_has_zero(self, t):
        return bool((t.values == 0).any()) or t.most / t.unit > 1.5

    def norm(self, t):
        channels = t.shape[0]
        spread = (1, -1) + (1,) * (len(t.shape) - 1)
        factor = np.array([self.scale(-2, 2) * self.choice([1, 1, -1]) for _ in range(channels)], np.float32)
        shift = (self.integer(-16, 17, channels) * self.scale(-4, 0)).astype(np.float32)
        if self.chance(0.5) and self.style != "qlinear":
            name = self.model.add(
                "BatchNormalization", factor, shift, np.zeros(channels, np.float32), np.ones(channels, np.float32), read=t.name, epsilon=0.0)
        else:
            wide = (-1,) + (1,) * (len(t.shape) - 1)
            name = self.model.add("Mul", factor.reshape(wide), read=t.name)
            name = self.model.add("Add", shift.reshape(wide), read=name)
        values = t.values * factor.astype(float).reshape(spread) + shift.astype(float).reshape(spread)
        return Tensor(name, values, min(t.unit * np.abs(factor).min(), 2.0 ** -4), t.most * np.abs(factor).max() + np.abs(shift).max(), False)

    def clip(self, t):
        if self.chance(0.6):
            name = self.model.add("Relu", read=t.name)
            return Tensor(name, np.maximum(t.values, 0), t.unit, t.most, t.quantized)
        low, high = np.float32(-self.integer(0, 9) * 0.5), np.float32(self.integer(1, 13) * 0.5)
        name = self.model.add("Clip", low, high, read=t.name)
        return Tensor(name, np.clip(t.values, low, high), min(t.unit, 0.5), t.most, False)

    def view(self, t):
        if len(t.shape) == 3:
            kind = self.choice(["pool", "flatten", "transpose"])
            if kind == "pool" and min(t.shape[1:]) >= 2:
                name = self.model.add("MaxPool", read=t.name, kernel_shape=[2, 2], strides=[2, 2])
                n, c, height, width = t.values.shape
                x = t.values[:, :, :height // 2 * 2, :width // 2 * 2].reshape(n, c, height // 2, 2, width // 2, 2)
                return Tensor(name, x.max((3, 5)), t.unit, t.most, t.quantized)
            if kind == "transpose":
                name = self.model.add("Transpose", read=t.name, perm=[0, 2, 3, 1])
                name = self.model.add("Transpose", read=name, perm=[0, 3, 1, 2])
                return Tensor(name, t.values, t.unit, t.most, t.quantized)
            if kind == "flatten":
                return self.flatten(t)
            return t
        name = self.model.add("Reshape", np.asarray([-1, 1, t.shape[0]], np.int64), read=t.name)
        name = self.model.add("Reshape", np.asarray([-1, t.shape[0]], np.int64), read=name)
        return Tensor(name, t.values, t.unit, t.most, t.quantized)

    def flatten(self, t):
        self.flat |= t.shape[1] * t.shape[2] > 1
        name = self.model.add("Flatten", read=t.name)
        return Tensor(name, t.values.reshape(SAMPLES, -1), t.unit, t.most, t.quantized)

    def average(self, t):
        if len(t.shape) != 3 or min(t.shape[1:]) < 2:
            return t
        name = self.model.add("AveragePool", read=t.name, kernel_shape=[2, 2], strides=[1, 1])
        windows = np.lib.stride_tricks.sliding_window_view(t.values, (2, 2), axis=(2, 3))
        return Tensor(name, windows.mean((4, 5)), t.unit / 4, t.most, False)

    def combine(self, a, b):
        kind = self.choice(["Add", "Mul", "Sub", "Concat"])
        if kind == "Concat" and a.shape[1:] == b.shape[1:]:
            name = self.model.add("Concat", a.name, b.name, read=False, axis=1)
            return Tensor(name, np.concatenate([a.values, b.values], 1), min(a.unit, b.unit), max(a.most, b.most), False)
        if kind == "Concat" or a.shape != b.shape:
            return None
        name = self.model.add(kind, a.name, b.name, read=False)
        values = {"Add": np.add, "Mul": np.multiply, "Sub": np.subtract}[kind](a.values, b.values)
        unit = a.unit * b.unit if kind == "Mul" else min(a.unit, b.unit)
        return Tensor(name, values, unit, a.most * b.most if kind == "Mul" else a.most + b.most, False)

    def integers(self, t):
        """A QLinear operator between the quantizers that the graph has around it."""
        scale, zero, info = self.terms(t)
        code = self.model.add("QuantizeLinear", scale, zero, read=t.name)
        x = self.dequantized(code, t, scale, zero, info)
        inputs, outputs = x.shape[0], int(self.integer(2, 7))
        per = self.chance(0.5)
        scales = np.array([self.scale(-5, -1) for _ in range(outputs if per else 1)], np.float32)
        point = np.zeros(scales.shape, np.int8) if per else np.int8(self.integer(-3, 4))
        wide = scales if per else scales[0]
        if len(x.shape) == 1:
            codes = self.integer(-7, 8, (inputs, outputs)).astype(np.int8)
            real = (codes.astype(float) - float(np.max(point))) * scales.astype(float)
            result = Tensor("", x.values @ real, 0, 0, False)
            s, z, info = self.terms_like(result, info)
            name = self.model.add("QLinearMatMul", scale, zero, codes, wide, point, s, z, read=code)
        else:
            size = min(2, *x.shape[1:])
            codes = self.integer(-7, 8, (outputs, inputs, size, size)).astype(np.int8)
            point = np.zeros(scales.shape, np.int8) if per else np.int8(0)
            windows = np.lib.stride_tricks.sliding_window_view(x.values, (size, size), axis=(2, 3))
            real = codes * scales.astype(float).reshape(-1, 1, 1, 1)
            bias = self.integer(-300, 301, outputs).astype(np.int32)
            values = np.einsum("nchwij,ocij->nohw", windows, real)
            values += (bias * float(scale) * scales.astype(float)).reshape(-1, 1, 1)
            result = Tensor("", values, 0, 0, False)
            s, z, info = self.terms_like(result, info)
            name = self.model.add("QLinearConv", scale, zero, codes, wide, point, s, z, bias, read=code, kernel_shape=[size, size])
        y = self.dequantized(name, result, s, z, info)
        if self.chance(0.3):
            s2, z2, _ = self.terms_like(Tensor("", y.values * 2, 0, 0, False), info)
            name = self.model.add("QLinearAdd", s, z, y.name, s, z, s2, z2, read=y.name, domain=MICROSOFT)
            y = self.dequantized(name, Tensor("", y.values * 2, 0, 0, False), s2, z2, info)
            s, z = s2, z2
        y.name = self.model.add("DequantizeLinear", s, z, read=y.name)
        return y

    def terms_like(self, t, info):
        scale = self.fit(t, 8, 1)
        return scale, np.dtype(info.dtype).type(int(self.integer(-9, 10)) + (128 if info.min == 0 else 0)), info

    # The whole.

    def front(self):
        """The input with its first quantizers: direct, behind arithmetic, behind a view, or several."""
        x = Tensor("x", self.samples, 2.0 ** -20, np.abs(self.samples).max(), False)
        kind = self.choice(["direct"] * 4 + ["behind", "behind", "view", "two", "two", "raw"])
        if kind == "raw":
            self.samples[:] = np.clip(np.rint(self.samples * 64) / 64, -8, 8)
            x.unit, x.most, x.quantized = 2.0 ** -6, 8, True
            return [x]
        if kind == "behind":
            factor, shift = np.float32(self.scale(-2, 2)), np.float32(self.integer(-4, 5) * 0.25)
            steps = self.choice([["Mul"], ["Relu"], ["Mul", "Add"], ["Sub", "Mul"], ["Mul", "Relu"]])
            for step in steps:
                if step == "Relu":
                    x = Tensor(self.model.add("Relu", read=x.name), np.maximum(x.values, 0), x.unit, x.most, False)
                else:
                    operand = factor if step == "Mul" else shift
                    values = {"Mul": np.multiply, "Add": np.add, "Sub": np.subtract}[step](x.values, float(operand))
                    x = Tensor(self.model.add(step, operand, read=x.name), values, x.unit, np.abs(values).max(), False)
        if kind == "view":
            x = self.view(x)
        self.inexact = True
        found = [self.quantize(x)] + ([self.quantize(x)] if kind == "two" else [])
        self.inexact = False
        return found

    def build(self):
        coarse = SAMPLES // 2
        self.samples[:coarse] = np.rint(self.samples[:coarse] * 16) / 16
        self.samples = self.samples.astype(np.float32).astype(float)
        pool = self.front()
        if len(pool) == 2:
            t = self.combine(*pool) or pool[0]
        else:
            t = pool[0]
        for _ in range(int(self.integer(1, 5))):
            t = self.limited(t)
            kind = self.choice(["linear", "linear", "linear", "combine", "combine", "average", "integers"])
            if kind == "average" and self.style == "qonnx" or kind == "integers" and self.style != "qlinear":
                kind = "linear"
            if kind == "integers":
                t = self.integers(t)
            elif kind == "average":
                t = self.average(t)
            elif kind == "combine":
                other = self.choice(pool)
                made = self.combine(t, self.limited(other)) if other is not t else None
                t = made or t
            else:
                t = self.linear(t)
            if self.chance(0.25) and t.most / t.unit < 1 << 16:
                t = self.norm(t)
            if self.chance(0.35):
                t = self.clip(t)
            if self.chance(0.3):
                t = self.view(t)
            for _ in range(self.choice([0, 1, 1, 1, 2])):
                t = self.quantize(t)
            if t.quantized:
                pool.append(t)
        if not any("Quant" in node.op_type and not node.op_type.startswith("Dequant") for node in self.model.nodes):
            t = self.quantize(t)
        # Only then is the order in which words stream the model's.
        if self.flat:
            t = self.linear(self.limited(t))
        if len(t.shape) == 3 and t.values.size > 40 * SAMPLES:
            t = self.limited(self.linear(self.flatten(self.limited(t))))
        self.model.last = t.name
        return t

    def limited(self, t):
        """Sums stay short enough for 32-bit floats to be exact."""
        if t.quantized or t.most / t.unit < 1 << 11:
            return t
        return self.quantize(t, bits=8)


def session(model, optimized, disabled=()):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    # Products of real tensors with quantized weights in floats, not in blocks of 8-bit codes.
    options.add_session_config_entry("session.qdq_matmulnbits_accuracy_level", "1")
    levels = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = levels.ORT_ENABLE_ALL if optimized else levels.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(model.SerializeToString(), options, disabled_optimizers=list(disabled))


def with_batch(model, batch):
    result = onnx.ModelProto()
    result.CopyFrom(model)
    for value in result.graph.input:
        value.type.tensor_type.shape.dim[0].dim_value = batch
    return result


def write(folder, seed):
    network = Network(seed)
    network.build()
    model = network.model.build()
    stem = f"{folder}/{seed}"
    onnx.save(with_batch(model, 1), f"{stem}.onnx")
    samples = network.samples.astype(np.float32)
    np.save(f"{stem}.npy", samples)
    oracles = []
    batched = with_batch(model, SAMPLES)
    if network.style == "qonnx":
        onnx.save(batched, f"{stem}.batched.onnx")
        outputs = run_qonnx.run(f"{stem}.batched.onnx", [samples])["output"]
        os.remove(f"{stem}.batched.onnx")
        outputs[0].astype(np.float32).tofile(f"{stem}.qonnx.f32")
        oracles.append("qonnx")
    else:
        oracles = ["plain", "optimized"]
        for name, terms in (("plain", [False]), ("optimized", [True]), ("single", [True, [DOUBLED]])):
            output = session(batched, *terms).run(None, {"x": samples})[0]
            output.astype(np.float32).tofile(f"{stem}.{name}.f32")
    return {"seed": seed, "style": network.style, "dyadic": network.dyadic, "oracles": oracles}


if __name__ == "__main__":
    folder, *seeds = sys.argv[1:]
    run_qonnx.keep_sessions()
    networks = [write(folder, seed) for seed in map(int, seeds)]
    with open(f"{folder}/networks.json", "w") as file:
        json.dump(networks, file)
