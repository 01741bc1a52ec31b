"""Writes small quantized models, as front ends export them, and cases.json that says what is expected of each.

usage: make_quantized.py FOLDER SEED

A case has a name; "oracle": which program executes it (qonnx or onnxruntime); "integers": whether its output is codes;
"floats": whether the oracle computes hidden layers in floats, whose order of sums can decide near a border;
"problem": part of the message that refuses it.
"""
import json
import sys

import bend_quantized
import element_quantized
import numpy as np
import onnx
from onnx import TensorProto, helper as h, numpy_helper as nh

DOMAINS = ("qonnx.custom_op.general", "finn.custom_op.general", "onnx.brevitas")
ROUNDINGS = ("ROUND", "CEIL", "FLOOR", "UP", "DOWN", "HALF_UP", "HALF_DOWN", "HALF_EVEN")
MICROSOFT = "com.microsoft"


class Model:
    """A graph under construction: operands may be arrays, which become initializers."""

    def __init__(self, shape, opset=13, domain=DOMAINS[0], type=TensorProto.FLOAT):
        self.nodes, self.constants, self.opset, self.domain = [], [], opset, domain
        self.input = h.make_tensor_value_info("x", type, shape)
        self.last = "x"
        self.shapes = []
        self.type = TensorProto.FLOAT

    def name(self, value):
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        name = f"c{len(self.constants)}"
        self.constants.append(nh.from_array(np.asarray(value), name) if not isinstance(value, onnx.TensorProto) else value)
        if isinstance(value, onnx.TensorProto):
            self.constants[-1].name = name
        return name

    def add(self, kind, *operands, domain="", read=None, **attributes):
        """Adds a node that reads the last result (or `read`) and then the operands; returns its result's name."""
        first = [] if read is False else [self.last if read is None else read]
        output = f"v{len(self.nodes)}"
        inputs = first + [self.name(operand) for operand in operands]
        self.nodes.append(h.make_node(kind, inputs, [output], f"{kind}_{len(self.nodes)}", domain=domain, **attributes))
        self.last = output
        return output

    def quant(self, scale, bits, zero=0.0, signed=1, narrow=0, rounding="ROUND", read=None, **extra):
        arrays = [np.asarray(value, np.float32) for value in (scale, zero, bits)]
        return self.add(
            "Quant", *arrays, domain=self.domain, read=read, signed=signed, narrow=narrow, rounding_mode=rounding, **extra)

    def shaped(self, *shape):
        """States the last result's shape, which qonnx asks for in front of operators with channels last."""
        self.shapes.append(h.make_tensor_value_info(self.last, TensorProto.FLOAT, shape))

    def weights(self, array, scale, bits, **options):
        """A quantized constant; the last result stays."""
        last = self.last
        name = self.quant(scale, bits, read=self.name(np.asarray(array, np.float32)), **options)
        self.shaped(*np.shape(array))
        self.last = last
        return name

    def build(self):
        output = h.make_tensor_value_info(self.last, self.type, None)
        graph = h.make_graph(self.nodes, "g", [self.input], [output], self.constants, value_info=self.shapes)
        domains = {node.domain for node in self.nodes} - {""}
        opsets = [h.make_opsetid("", self.opset)] + [h.make_opsetid(domain, 1) for domain in sorted(domains)]
        return h.make_model(graph, opset_imports=opsets, ir_version=10)


class Cases:
    def __init__(self, folder, seed):
        self.folder, self.list = folder, []
        self.random = np.random.default_rng(seed)

    def add(self, name, model, oracle="qonnx", integers=False, problem=None):
        onnx.save(model.build(), f"{self.folder}/{name}.onnx")
        self.list.append({"name": name, "oracle": oracle, "integers": integers, "floats": False, "problem": problem})

    def normal(self, *shape):
        return self.random.standard_normal(shape).astype(np.float32)

    def scales(self, *shape):
        """Powers of two, with which a float execution is exact."""
        return (2.0 ** self.random.integers(-6, -2, shape)).astype(np.float32)

    def codes(self, low, high, *shape, type=np.int8):
        return self.random.integers(low, high, shape).astype(type)

    def norm(self, model, channels):
        model.add(
            "BatchNormalization", self.random.uniform(-2, 2, channels).astype(np.float32), self.normal(channels),
            self.normal(channels), self.random.uniform(0.1, 3, channels).astype(np.float32), epsilon=1e-5)


def qonnx_dense(cases):
    for domain, rounding in zip(DOMAINS * 3, ROUNDINGS):
        m = Model([1, 6], domain=domain)
        m.quant(0.125, 6)
        m.add("MatMul", m.weights(cases.normal(6, 5), cases.scales(1, 5), 5, narrow=1))
        m.add("Add", m.weights(cases.normal(5), 0.125, 6))
        m.add("Relu")
        m.quant(0.25, 4, signed=0, rounding=rounding)
        m.add("MatMul", m.weights(cases.normal(5, 3), 0.25, 3))
        cases.add(f"dense_{rounding.lower()}_{domain.split('.')[0]}", m)
    for name, options in {
        "zero_point": dict(scale=0.5, bits=4, zero=7.0, signed=0), "narrow": dict(scale=0.5, bits=3, narrow=1),
        "narrow_unsigned": dict(scale=0.5, bits=3, narrow=1, signed=0), "one_bit": dict(scale=0.5, bits=1),
        "one_bit_unsigned": dict(scale=0.5, bits=1, signed=0), "ternary": dict(scale=1.0, bits=2, narrow=1),
        "odd_scale": dict(scale=0.2347, bits=4),
        "half_up": dict(scale=0.5, bits=4, rounding="HALF_UP"), "half_down": dict(scale=0.5, bits=4, rounding="HALF_DOWN"),
        "floor": dict(scale=0.5, bits=4, rounding="FLOOR"), "negative_zero_point": dict(scale=0.5, bits=4, zero=-3.0),
    }.items():
        m = Model([1, 6])
        m.quant(0.125, 6)
        m.add("MatMul", m.weights(cases.normal(6, 8), 0.25, 4))
        cases.norm(m, 8)
        m.quant(**options)
        m.add("MatMul", m.weights(cases.normal(8, 3), 0.25, 3))
        cases.add(f"norm_{name}", m)
    m = Model([1, 6])
    m.quant(2.0**-5, 12)
    m.add("MatMul", m.weights(cases.normal(6, 8), 0.25, 6))
    m.quant(2.0**-6, 16)
    m.add("MatMul", m.weights(cases.normal(8, 3), 0.25, 4))
    cases.add("sixteen_bits", m)
    m = Model([1, 6])
    m.add("BipolarQuant", np.float32(1), domain=m.domain)
    w = m.add("BipolarQuant", np.float32(0.5), domain=m.domain, read=m.name(cases.normal(8, 6)))
    m.last = m.nodes[0].output[0]
    last = m.last
    w = m.add("Transpose", read=w, perm=[1, 0])
    m.last = last
    m.add("MatMul", w)
    cases.norm(m, 8)
    m.add("BipolarQuant", np.float32(1), domain=m.domain)
    cases.add("bipolar", m)


def signed_roundings(cases):
    """Results on both sides of zero, with many ties."""
    for rounding in ROUNDINGS:
        name = rounding.lower()
        for kind, scale, bits, options in (
            ("signed", 2, 5, {}), ("zero_point", 2, 5, dict(signed=0, zero=13)), ("ternary", 8, 2, dict(narrow=1)),
            ("sixteen", 0.25, 16, {})):
            m = Model([1, 6])
            m.quant(0.5 if bits < 16 else 2.0**-6, 4 if bits < 16 else 12)
            m.add("MatMul", m.weights(cases.codes(-4, 4, 6, 5), 1, 4))
            m.quant(scale, bits, rounding=rounding, **options)
            m.add("MatMul", m.weights(cases.codes(-2, 2, 5, 3), 1, 3))
            cases.add(f"round_{kind}_{name}", m)
        m = Model([1, 6])
        m.quant(0.1, 6)
        m.quant(0.3, 5, rounding=rounding)
        m.add("MatMul", m.weights(cases.codes(-2, 2, 6, 3), 1, 3))
        cases.add(f"round_code_{name}", m)
        # No affine has ties to even at fifths; a note counts them.
        fifths = [] if rounding in ("ROUND", "HALF_EVEN") else [("Mul", 5)]
        for kind, scale in [("Add", 1), ("Mul", 2)] + fifths:
            m = Model([1, 6])
            m.quant(0.25, 5)
            first = m.last
            m.add("MatMul", m.weights(cases.codes(-4, 4, 6, 6), 0.25, 4))
            m.quant(0.5, 5)
            m.add(kind, first)
            m.quant(scale, 4, rounding=rounding)
            m.add("MatMul", m.weights(cases.codes(-2, 2, 6, 3), 1, 3))
            cases.add(f"round_{kind.lower()}_{scale}_{name}", m)


def qonnx_images(cases):
    """As PyTorch exports: channels first, a flatten by Shape, Gather, Unsqueeze, Concat and Reshape, then Gemm."""
    m = Model([1, 2, 8, 8], opset=11)
    m.add("Mul", np.float32(2))
    m.add("Sub", np.asarray([1], np.float32))
    m.quant(2.0**-7, 8)
    m.add("Conv", m.weights(cases.normal(4, 2, 3, 3), cases.scales(4, 1, 1, 1), 4, narrow=1), kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    cases.norm(m, 4)
    m.add("Relu")
    m.quant(0.25, 4, signed=0)
    branch = m.last
    m.add("Conv", m.weights(cases.normal(4, 1, 3, 3), 0.125, 4), group=4, kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    m.quant(0.5, 5)
    m.add("Add", branch)
    m.quant(0.5, 4)
    m.add("MaxPool", kernel_shape=[2, 2], strides=[2, 2])
    flat = m.last
    m.add("Shape")
    m.add("Gather", np.int64(0), axis=0)
    m.add("Unsqueeze", axes=[0])
    target = m.add("Concat", np.asarray([-1], np.int64), axis=0)
    m.add("Reshape", target, read=flat)
    m.add("Gemm", m.weights(cases.normal(3, 64), cases.scales(3, 1), 4), transB=1)
    cases.add("image_pytorch", m)
    m = Model([1, 8, 8, 2])
    m.quant(2.0**-4, 6)
    m.add("Transpose", perm=[0, 3, 1, 2])
    m.add("Conv", m.weights(cases.normal(4, 2, 3, 3), 0.125, 4), kernel_shape=[3, 3])
    m.add("Add", m.weights(cases.normal(1, 4, 1, 1), 0.125, 6))
    m.add("Relu")
    m.quant(0.25, 5, signed=0)
    m.add("AveragePool", kernel_shape=[2, 2], strides=[2, 2])
    m.add("Transpose", perm=[0, 2, 3, 1])
    m.add("Reshape", np.asarray([1, 36], np.int64))
    m.add("MatMul", m.weights(cases.normal(36, 4), 0.125, 4))
    m.add("Add", cases.normal(4))
    m.add("Softmax", axis=1)
    cases.add("image_keras", m)
    m = Model([1, 6, 6, 2])
    m.quant(2.0**-4, 6)
    m.shaped(1, 6, 6, 2)
    last_domain = "qonnx.custom_op.channels_last"
    m.add("Conv", m.weights(cases.normal(4, 3, 3, 2), 0.125, 4), domain=last_domain, kernel_shape=[3, 3], strides=[1, 1], pads=[0, 0, 0, 0], dilations=[1, 1], group=1)
    m.shaped(1, 4, 4, 4)
    m.quant(0.25, 4)
    m.shaped(1, 4, 4, 4)
    m.add("MaxPool", domain=last_domain, kernel_shape=[2, 2], strides=[2, 2], pads=[0, 0, 0, 0])
    m.add("Reshape", np.asarray([1, 16], np.int64))
    m.add("MatMul", m.weights(cases.normal(16, 3), 0.125, 4))
    cases.add("image_channels_last", m)


def qonnx_others(cases):
    m = Model([1, 4, 4, 4])
    m.quant(0.25, 5, signed=0)
    m.add("AveragePool", kernel_shape=[2, 2], strides=[2, 2])
    m.add("Mul", np.float32(4))
    m.add("Trunc", np.float32(0.25), np.float32(0), np.float32(7), np.float32(5), domain=m.domain, rounding_mode="FLOOR")
    m.add("Reshape", np.asarray([1, 16], np.int64))
    m.add("MatMul", m.weights(cases.normal(16, 3), 0.125, 4))
    cases.add("truncated", m)
    for name, bits in {"fp8": (4, 3, 7, 240.0), "fp6": (3, 2, 3, 14.0)}.items():
        exponent, mantissa, bias, largest = bits
        m = Model([1, 6])
        m.quant(0.125, 6)
        terms = [np.asarray(v, np.float32) for v in (0.5, exponent, mantissa, bias, largest)]
        options = dict(has_inf=0, has_nan=0, has_subnormal=1, saturation=1, rounding_mode="ROUND", domain=m.domain)
        last = m.last
        w = m.add("FloatQuant", *terms, read=m.name(cases.normal(6, 5)), **options)
        m.last = last
        m.add("MatMul", w)
        m.quant(0.5, 6)
        cases.add(f"float_weights_{name}", m)
        m = Model([1, 6])
        m.quant(0.125, 6)
        m.add("MatMul", m.weights(cases.normal(6, 5), 0.25, 4))
        m.add("FloatQuant", *[np.asarray(v, np.float32) for v in (1.0, exponent, mantissa, bias, largest)], **options)
        cases.add(f"float_activations_{name}", m)


def tensor(type, shape, values):
    return h.make_tensor("t", type, shape, values)


def qdq(cases):
    """As onnxruntime's and PyTorch's quantizers export: QuantizeLinear and DequantizeLinear around float operators."""
    for name, (low, high, kind, zero) in {"uint8": (0, 256, np.uint8, 117), "int8": (-128, 128, np.int8, -9)}.items():
        m = Model([1, 3, 8, 8])
        def both(scale):
            m.add("QuantizeLinear", np.float32(scale), kind(zero))
            m.add("DequantizeLinear", np.float32(scale), kind(zero))
        def weights(codes, scale, axis):
            last = m.last
            result = m.add("DequantizeLinear", np.asarray(scale, np.float32), np.zeros(np.shape(scale), codes.dtype), read=m.name(codes), axis=axis)
            m.last = last
            return result
        both(0.0187)
        s = cases.random.uniform(0.002, 0.01, 4).astype(np.float32)
        bias = weights(cases.codes(-2000, 2000, 4, type=np.int32), np.float32(0.0187) * s, 0)
        m.add("Conv", weights(cases.codes(-127, 128, 4, 3, 3, 3), s, 0), bias, kernel_shape=[3, 3], pads=[1, 1, 1, 1])
        m.add("Relu")
        both(0.0213)
        m.add("MaxPool", kernel_shape=[2, 2], strides=[2, 2])
        m.add("Flatten")
        s = cases.random.uniform(0.002, 0.01, 5).astype(np.float32)
        bias = weights(cases.codes(-2000, 2000, 5, type=np.int32), np.float32(0.0213) * s, 0)
        m.add("Gemm", weights(cases.codes(-127, 128, 5, 64), s, 0), bias, transB=1)
        both(0.0713)
        cases.add(f"qdq_{name}", m, "onnxruntime")
    m = Model([1, 8], opset=21)
    m.add("QuantizeLinear", np.float32(0.25), np.int8(0))
    m.add("DequantizeLinear", np.float32(0.25), np.int8(0))
    last = m.last
    w = m.add("DequantizeLinear", np.asarray([0.5, 0.25, 1], np.float32), tensor(TensorProto.INT4, [3], [0, 0, 0]),
              read=m.name(tensor(TensorProto.INT4, [8, 3], cases.codes(-8, 8, 24).tolist())), axis=1)
    m.last = last
    m.add("MatMul", w)
    cases.add("qdq_int4_weights", m, "onnxruntime")


def qlinear(cases):
    def scale():
        return np.float32(cases.random.uniform(0.005, 0.03))
    for name, kind, zero in (("uint8", np.uint8, 120), ("int8", np.int8, -3)):
        type = TensorProto.UINT8 if kind is np.uint8 else TensorProto.INT8
        m = Model([1, 3, 7, 7], type=type)
        sx, sy = scale(), np.float32(0.11)
        sw = cases.random.uniform(0.002, 0.01, 4).astype(np.float32)
        m.add("QLinearConv", sx, kind(zero), cases.codes(-127, 128, 4, 3, 3, 3), sw, np.zeros(4, np.int8), sy, kind(zero),
              cases.codes(-3000, 3000, 4, type=np.int32), kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
        m.add("Reshape", np.asarray([1, 64], np.int64))
        m.add("QLinearMatMul", sy, kind(zero), cases.codes(-127, 128, 64, 5), np.float32(0.004), np.int8(0), np.float32(0.31), kind(zero))
        m.type = type
        cases.add(f"qlinear_{name}", m, "onnxruntime", integers=True)
        m = Model([1, 9], type=type)
        m.add("QLinearMatMul", sx, kind(zero), cases.codes(-127, 128, 9, 6), np.float32(0.004), np.int8(3), np.float32(0.05), kind(zero))
        first = m.last
        m.add("QLinearMatMul", np.float32(0.05), kind(zero), cases.codes(-127, 128, 6, 6), np.float32(0.004), np.int8(0), np.float32(0.03), kind(zero))
        m.add("QLinearAdd", np.float32(0.03), kind(zero), first, np.float32(0.05), kind(zero), np.float32(0.062), kind(zero), domain=MICROSOFT)
        m.type = type
        cases.add(f"qlinear_add_{name}", m, "onnxruntime", integers=True)
    m = Model([1, 9], type=TensorProto.UINT8)
    m.add("MatMulInteger", cases.codes(-127, 128, 9, 6), np.uint8(12), np.int8(0))
    m.type = TensorProto.INT32
    cases.add("matmul_integer", m, "onnxruntime", integers=True)
    m = Model([1, 2, 6, 6], type=TensorProto.UINT8)
    m.add("ConvInteger", cases.codes(0, 255, 3, 2, 6, 6, type=np.uint8), np.uint8(7), np.uint8(100), kernel_shape=[6, 6])
    m.add("Cast", to=TensorProto.FLOAT)
    m.add("Mul", np.float32(0.125))
    cases.add("conv_integer", m, "onnxruntime")


def edges(cases):
    """Ties under odd zero points, operators between codes, ends of float formats."""
    floats = dict(domain=DOMAINS[0], has_inf=0, has_nan=0, has_subnormal=1, saturation=1, rounding_mode="ROUND")
    def quantize(m, scale, zero):
        m.add("QuantizeLinear", np.float32(scale), zero)
        m.add("DequantizeLinear", np.float32(scale), zero)
    def multiply(m, codes):
        last = m.last
        w = m.add("DequantizeLinear", np.float32(1), np.int8(0), read=m.name(codes))
        m.last = last
        m.add("MatMul", w)
    m = Model([1, 24])
    quantize(m, 0.25, np.int8(0))
    quantize(m, 0.5, np.uint8(3))
    cases.add("tie_code", m, "onnxruntime")
    m = Model([1, 24])
    quantize(m, 0.5, np.uint8(3))
    cases.add("tie_input", m, "onnxruntime")
    m = Model([1, 6])
    quantize(m, 0.5, np.int8(0))
    multiply(m, cases.codes(-2, 3, 6, 5))
    quantize(m, 1, np.uint8(114))
    cases.add("tie_sum", m, "onnxruntime")
    m = Model([1, 6])
    quantize(m, 0.5, np.int8(0))
    last = m.last
    m.add("QuantizeLinear", np.float32(1), np.int8(1), read=m.name(cases.codes(-9, 9, 6, 5).astype(np.float32) / 2))
    w = m.add("DequantizeLinear", np.float32(1), np.int8(1))
    m.last = last
    m.add("MatMul", w)
    cases.add("tie_weights", m, "onnxruntime")
    for zero in (3, 4):
        m = Model([1, 6])
        quantize(m, 0.5, np.int8(0))
        multiply(m, cases.codes(-2, 3, 6, 5))
        quantize(m, 1, np.int8(zero))
        cases.add(f"tie_sum_{zero}", m, "onnxruntime")
        m = Model([1, 1, 9, 9])
        quantize(m, 0.5, np.uint8(zero))
        m.add("AveragePool", kernel_shape=[2, 2], strides=[2, 2])
        quantize(m, 0.5, np.uint8(zero))
        cases.add(f"tie_pool_{zero}", m, "onnxruntime")
        m = Model([1, 1, 9, 9], type=TensorProto.UINT8)
        m.add("QLinearAveragePool", np.float32(0.5), np.uint8(zero), np.float32(0.5), np.uint8(zero), domain=MICROSOFT,
              kernel_shape=[2, 2], strides=[2, 2])
        m.type = TensorProto.UINT8
        cases.add(f"tie_qlinear_pool_{zero}", m, "onnxruntime", integers=True)
        m = Model([1, 3, 4, 4])
        quantize(m, 0.5, np.uint8(zero))
        m.add("GlobalAveragePool")
        quantize(m, 0.5, np.uint8(zero))
        cases.add(f"tie_global_pool_{zero}", m, "onnxruntime")
        m = Model([1, 3, 4, 4], type=TensorProto.UINT8)
        m.add("QLinearGlobalAveragePool", np.float32(0.5), np.uint8(zero), np.float32(0.5), np.uint8(zero), domain=MICROSOFT,
              channels_last=0)
        m.type = TensorProto.UINT8
        cases.add(f"tie_qlinear_global_pool_{zero}", m, "onnxruntime", integers=True)
        m = Model([1, 6])
        quantize(m, 0.5, np.uint8(128))
        m.add("Relu")
        quantize(m, 1, np.uint8(zero))
        cases.add(f"tie_relu_{zero}", m, "onnxruntime")
        m = Model([1, 6])
        quantize(m, 0.25, np.uint8(128))
        first = m.last
        m.add("Relu")
        quantize(m, 0.25, np.uint8(zero))
        m.add("Add", first)
        quantize(m, 0.5, np.uint8(zero))
        cases.add(f"tie_add_{zero}", m, "onnxruntime")
        m = Model([1, 6])
        quantize(m, 0.25, np.uint8(128))
        m.add("Mul", m.last)
        quantize(m, 0.125, np.uint8(zero))
        cases.add(f"tie_product_{zero}", m, "onnxruntime")
        for kind, scale in (("Add", 0.5), ("Mul", 0.125)):
            m = Model([1, 6])
            quantize(m, 0.25, np.uint8(128))
            m.add(kind, m.last)
            m.add("Relu")
            quantize(m, scale, np.uint8(zero))
            cases.add(f"tie_{kind.lower()}_relu_{zero}", m, "onnxruntime")
        m = Model([1, 1, 9, 9])
        quantize(m, 0.5, np.uint8(zero))
        m.add("AveragePool", kernel_shape=[2, 2], strides=[2, 2])
        m.add("Relu")
        quantize(m, 0.5, np.uint8(zero))
        cases.add(f"tie_pool_relu_{zero}", m, "onnxruntime")
    for name, value in (("", []), ("_value", [np.uint8(9)])):
        m = Model([1, 1, 4, 4])
        m.add("QuantizeLinear", np.float32(0.5), np.uint8(4))
        m.add("Pad", np.asarray([0, 0, 1, 0, 0, 0, 2, 1], np.int64), *value)
        m.add("DequantizeLinear", np.float32(0.5), np.uint8(4))
        cases.add("pad_codes" + name, m, "onnxruntime")
    for name, bounds in (("", (-20000, 15000)), ("_relu", (0, 2**31 - 1))):
        m = Model([1, 9], type=TensorProto.UINT8)
        m.add("MatMulInteger", cases.codes(-127, 128, 9, 6), np.uint8(12), np.int8(0))
        m.add("Clip", *[np.int32(bound) for bound in bounds])
        m.type = TensorProto.INT32
        cases.add("clip_integer" + name, m, "onnxruntime", integers=True)
    m = Model([1, 6], type=TensorProto.UINT8)
    m.add("Clip", np.uint8(0), np.uint8(100))
    m.add("DequantizeLinear", np.float32(0.5), np.uint8(0))
    cases.add("clip_input", m, "onnxruntime")
    m = Model([1, 3, 4, 4])
    quantize(m, 0.0625, np.int8(0))
    last = m.last
    w = m.add("DequantizeLinear", cases.scales(1), np.zeros(1, np.int8), read=m.name(cases.codes(-127, 128, 3, 1, 3, 3)), axis=1)
    m.last = last
    m.add("ConvTranspose", w, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    quantize(m, 1, np.int8(0))
    cases.add("transposed_qdq", m, "onnxruntime")
    m = Model([1, 5])
    for largest in (240.0, 2.0):
        m.add("FloatQuant", *[np.asarray(v, np.float32) for v in (1.0, 4.0, 3.0, 7.0, largest)], **floats)
    cases.add("float_largest", m)
    m = Model([1, 5])
    m.add("FloatQuant", *[np.asarray(v, np.float32) for v in (1.0, 4.0, 3.0, 7.0, 2.0)], **floats)
    cases.add("float_largest_input", m)
    m = Model([1, 4], type=TensorProto.INT8)
    m.add("QLinearMatMul", np.float32(1e20), np.int8(0), cases.codes(-9, 9, 4, 3), np.float32(1e20), np.int8(0), np.float32(1e-36), np.int8(0))
    m.type = TensorProto.INT8
    cases.add("hostile_ratio", m, problem="no 32-bit float holds their ratio")
    m = Model([1, 4], type=TensorProto.INT8)
    m.add("QLinearAdd", np.float32(1e30), np.int8(0), "x", np.float32(1e30), np.int8(0), np.float32(1.3e-38), np.int8(0), domain=MICROSOFT)
    m.type = TensorProto.INT8
    cases.add("hostile_ratio_add", m, problem="no 32-bit float holds their ratio")


def static_quantization(cases):
    """A float model through onnxruntime's own quantizer, in both of its formats."""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

    class Reader(CalibrationDataReader):
        def __init__(self):
            self.samples = iter([{"x": cases.normal(1, 2, 8, 8)} for _ in range(8)])

        def get_next(self):
            return next(self.samples, None)

    m = Model([1, 2, 8, 8])
    m.add("Conv", cases.normal(6, 2, 3, 3) / 4, cases.normal(6), kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    m.add("Relu")
    branch = m.last
    m.add("Conv", cases.normal(6, 6, 3, 3) / 7, cases.normal(6), kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    m.add("Add", branch)
    m.add("Relu")
    m.add("MaxPool", kernel_shape=[2, 2], strides=[2, 2])
    m.add("Flatten")
    m.add("Gemm", cases.normal(5, 96) / 9, cases.normal(5), transB=1)
    onnx.save(m.build(), f"{cases.folder}/float.onnx")
    for name, form, type, channels in (
        ("static_qdq", QuantFormat.QDQ, QuantType.QInt8, True),
        ("static_qdq_uint8", QuantFormat.QDQ, QuantType.QUInt8, False),
        ("static_qoperator", QuantFormat.QOperator, QuantType.QUInt8, False),
    ):
        path = f"{cases.folder}/{name}.onnx"
        quantize_static(
            f"{cases.folder}/float.onnx", path, Reader(), quant_format=form, per_channel=channels,
            activation_type=type, weight_type=QuantType.QInt8)
        floats = type == QuantType.QInt8
        cases.list.append(
            {"name": name, "oracle": "onnxruntime", "integers": False, "floats": floats, "problem": None})


def functions(cases):
    """Functions of sums wider than a table takes, in front of quantizers of every width and rounding."""
    kinds = [
        ("LeakyRelu", dict(alpha=0.125)), ("LeakyRelu", dict(alpha=0.1)), ("LeakyRelu", dict(alpha=-0.5)),
        ("LeakyRelu", dict(alpha=1.5)), ("PRelu", {}), ("PRelu", {}), ("Tanh", {}), ("Sigmoid", {}), ("HardSwish", {}),
        ("HardSigmoid", dict(alpha=0.25)), ("Elu", {}), ("ThresholdedRelu", dict(alpha=0.75)), ("Abs", {}), ("Clip", {})]
    for index, (kind, attributes) in enumerate(kinds):
        # One unit of a float's last place moves a code of 16 bits, or one that is not rounded to the nearest.
        widths = [2, 4, 6, 8, 10] if kind in ("Tanh", "Sigmoid", "Elu") else [2, 4, 6, 8, 10, 12, 16]
        bits = int(cases.random.choice(widths))
        rounding = "ROUND" if len(widths) == 5 else str(cases.random.choice(ROUNDINGS))
        channels = int(cases.random.integers(2, 5))
        m = Model([1, 3, 3, 3], opset=16)
        m.quant(2.0**-5, 8)
        scales = cases.scales(channels, 1, 1, 1) if index % 2 else cases.scales(1)
        operands = [m.weights(cases.normal(channels, 3, 3, 3), scales, 6, narrow=1)]
        if index % 3:
            operands.append((np.round(cases.normal(channels) * 64) / 64).astype(np.float32))
        m.add("Conv", *operands, kernel_shape=[3, 3])
        if kind == "PRelu":
            operands = [(np.round(cases.normal(channels if index % 2 else 1, 1, 1) * 16) / 16).astype(np.float32)]
        elif kind == "Clip":
            operands = [np.float32(-0.7), np.float32(1.3)]
        else:
            operands = []
        m.add(kind, *operands, **attributes)
        m.quant(2.0 ** (2 - bits), bits, rounding=rounding)
        cases.add(f"function_{kind.lower()}_{index}", m)
    for name, shape, count, scale, bias, layout in (
        ("shared", [1, 3, 3, 3], 7, 1.0, -4.0, None), ("channels", [1, 3, 3, 3], 255, 1.0, 0.0, "NCHW"),
        ("last", [1, 5, 5, 3], 15, 0.25, -0.5, "NHWC"), ("vector", [1, 6], 3, 2.0, -3.0, "NC"),
        ("signs", [1, 3, 3, 3], 1, 2.0, -1.0, None), ("falling", [1, 6], 3, -0.5, 0.0, None),
    ):
        m = Model(shape)
        m.quant(2.0**-4, 6)
        channels = 3
        if layout != "NHWC":
            channels = 4
            if len(shape) == 4:
                m.add("Conv", m.weights(cases.normal(4, 3, 3, 3), 0.25, 4), kernel_shape=[3, 3])
            else:
                m.add("MatMul", m.weights(cases.normal(6, 4), 0.25, 4))
        thresholds = np.sort(np.round(cases.normal(1 if name == "shared" else channels, count) * 64) / 32, axis=1)
        layout = {} if layout is None else {"data_layout": layout}
        m.add(
            "MultiThreshold", thresholds.astype(np.float32), domain=m.domain, out_dtype="INT8", out_scale=scale,
            out_bias=bias, **layout)
        cases.add(f"thresholds_{name}", m)
    m = Model([1, 4])
    m.quant(0.25, 4)
    m.add("MultiThreshold", cases.normal(1, 3), domain=m.domain, out_dtype="FLOAT32", out_scale=1.0, out_bias=0.317)
    cases.add("hostile_thresholds", m, problem="its levels are 1.0 * k + 0.317")
    m = Model([1, 3, 3, 3])
    pairs = (("input", 0.0002, 128), ("convolved", 0.0004, -515), ("lifted", 0.00002, -32768))
    for index, (_, scale, zero) in enumerate(pairs):
        if index == 1:
            w = m.add("DequantizeLinear", np.float32(0.01), np.int8(0), domain=MICROSOFT, read=m.name(cases.codes(-127, 128, 4, 3, 3, 3)))
            m.add("Conv", w, kernel_shape=[3, 3], read=values)
        if index == 2:
            m.add("Sigmoid")
        m.add("QuantizeLinear", np.float32(scale), np.int16(zero), domain=MICROSOFT)
        values = m.add("DequantizeLinear", np.float32(scale), np.int16(zero), domain=MICROSOFT)
    cases.add("contributed_sixteen_bits", m, "onnxruntime")
    cases.list[-1]["floats"] = True
    for kind, attributes in (("LeakyRelu", dict(alpha=0.3)), ("Sigmoid", {})):
        m = Model([1, 40], type=TensorProto.INT8)
        m.add(
            f"QLinear{kind}", np.float32(0.05), np.int8(3), np.float32(0.01), np.int8(-7), domain=MICROSOFT, **attributes)
        m.type = TensorProto.INT8
        cases.add(f"qlinear_{kind.lower()}", m, "onnxruntime", integers=True)
    m = Model([1, 3, 1, 1], type=TensorProto.UINT8)
    m.add(
        "QLinearConcat", np.float32(0.07), np.uint8(9), "x", np.float32(0.05), np.uint8(3), "x", np.float32(0.11),
        np.uint8(0), "x", np.float32(0.07), np.uint8(9), read=False, domain=MICROSOFT, axis=1)
    m.type = TensorProto.UINT8
    cases.add("qlinear_concat", m, "onnxruntime", integers=True)


def hostile(cases):
    def refused(name, problem, **options):
        m = Model([1, 4])
        m.quant(**{**dict(scale=0.25, bits=4), **options})
        m.add("MatMul", np.ones((4, 2), np.float32))
        cases.add(f"hostile_{name}", m, problem=problem)
    refused("width_0", "its bit width is 0.0", bits=0)
    refused("width_1000", "its bit width is 1000.0", bits=1000)
    refused("width_2_5", "its bit width is 2.5", bits=2.5)
    refused("width_nan", "its bit width is nan", bits=np.nan)
    refused("width_vector", "its bit width is of shape [2]", bits=[3, 4])
    refused("scale_negative", "its scale is -0.25", scale=-0.25)
    refused("scale_zero", "its scale is 0.0", scale=0)
    refused("scale_nan", "hold a NaN", scale=np.nan)
    refused("scale_infinite", "hold a NaN or an infinite value", scale=np.inf)
    refused("scale_channels", "its scale has shape [4]", scale=[0.25, 0.5, 0.25, 0.25])
    refused("zero_fraction", "its zero points are not all integers", zero=0.5)
    refused("zero_large", "its zero point is 99", zero=99)
    refused("zero_points", "3 zero points", zero=[1, 2, 3])
    refused("rounding", "'rounding_mode' is 'STOCHASTIC'", rounding="STOCHASTIC")
    refused("signed", "attribute 'signed' is 7", signed=7)
    refused("unknown_attribute", "attribute 'bananas'", bananas=1)
    m = Model([1, 4])
    m.add("MatMul", m.weights(cases.normal(4, 3), [0.5, 0.25], 4))
    cases.add("hostile_weight_scales", m, problem="its scale has shape [2]")
    m = Model([1, 4])
    m.add("MatMul", m.weights(cases.normal(4, 3), [[0.5], [0.25], [0.125], [1]], 4))
    cases.add("hostile_weight_scales_of_inputs", m, problem="vary along its inputs")
    m = Model([1, 4])
    scale = m.add("ReduceMax", keepdims=1)
    m.add("Quant", scale, np.float32(0), np.float32(4), domain=m.domain, read="x", signed=1, narrow=0)
    cases.add("hostile_computed_scale", m, problem="the largest of rows and columns is supported")
    m = Model([1, 4])
    scale = m.add("Relu")
    m.add("Quant", scale, np.float32(0), np.float32(4), domain=m.domain, read="x", signed=1, narrow=0)
    cases.add("hostile_scale_of_the_network", m, problem="its scale is computed by the network")
    m = Model([1, 4])
    m.add("Quant", np.float32(1), domain=m.domain)
    cases.add("hostile_missing", m, problem="its bit width (input 3) are missing")
    m = Model([1, 4])
    m.add("QuantizeLinear", np.float32(0.5), np.int8(0))
    m.add("Relu")
    cases.add("hostile_relu_of_codes", m, problem="computes with integer codes")
    m = Model([1, 4])
    m.add("DequantizeLinear", np.float32(0.5), np.int8(0))
    cases.add("hostile_dequantize_reals", m, problem="it reads real numbers")
    m = Model([1, 6])
    m.quant(1, 12)
    m.add("MatMul", m.weights(cases.codes(-4, 4, 6, 5), 1, 4))
    m.quant(5, 16, rounding="FLOOR")
    cases.add("floor_of_fifths", m)
    m = Model([1, 6])
    m.quant(1, 10)
    branch = m.last
    m.add("MatMul", m.weights(cases.codes(-1, 2, 6, 6), 1, 3))
    m.quant(1, 10)
    m.add("Add", branch)
    m.quant(5, 10, rounding="CEIL")
    cases.add("hostile_ceil_of_wide_sums", m, problem="no affine of 32 bits has all its codes, rounded as 'CEIL'")
    m = Model([1, 4])
    m.add("DynamicQuantizeLinear")
    cases.add("hostile_dynamic", m, problem="'DynamicQuantizeLinear' is not supported")
    m = Model([1, 4])
    m.add("QuantizeLinear", np.float32(0.5), np.int32(0))
    cases.add("hostile_int32_codes", m, problem="its codes are of type 'int32'")
    m = Model([1, 2, 4, 4])
    m.add("BipolarQuant", np.float32(1), domain=m.domain)
    m.add("Conv", m.weights(cases.normal(2, 2, 3, 3), 0.5, 3), pads=[1, 1, 1, 1])
    cases.add("hostile_bipolar_padding", m, problem="has no zero to pad with")


def stated_grids(cases):
    """Quantizers that are missing, doubled, behind arithmetic or of an input that several read; biases with scales of their own."""
    def two(m, scales, bits=6):
        first = m.last
        results = []
        for scale in scales:
            m.last = first
            m.add("MatMul", m.weights(cases.codes(-3, 4, 12, 8), 1, 4))
            results.append(m.quant(scale, bits))
        return results
    for rounding in ROUNDINGS:
        m = Model([1, 16])
        m.quant(2.0**-10, 16, rounding=rounding)
        m.add("MatMul", m.weights(cases.codes(-7, 8, 16, 5), 1, 4))
        m.quant(2.0**-6, 20)
        cases.add(f"input_{rounding.lower()}", m)
    for name, steps in {"mul": [("Mul", 0.5)], "relu": [("Relu", None)], "mul_sub": [("Mul", 2), ("Sub", 1)]}.items():
        m = Model([1, 12])
        for kind, value in steps:
            m.add(kind, *([] if value is None else [np.float32(value)]))
        m.quant(0.25, 5, zero=3.0, rounding="FLOOR" if name == "mul" else "ROUND")
        m.add("MatMul", m.weights(cases.codes(-3, 4, 12, 5), 1, 4))
        cases.add(f"input_behind_{name}", m)
    m = Model([1, 12])
    first = m.quant(0.25, 5, rounding="CEIL")
    second = m.quant(0.375, 4, read="x", rounding="HALF_DOWN")
    m.add("Add", first, read=second)
    cases.add("input_two_readers", m)
    m = Model([1, 12])
    signs = m.add("BipolarQuant", np.float32(0.5), domain=m.domain)
    values = m.quant(2.0**-4, 6, read="x")
    m.add("Mul", signs, read=values)
    cases.add("product_of_signs", m)
    for kind in ("Concat", "Add", "Sub", "Mul"):
        for ends in (True, False):
            m = Model([1, 12])
            m.quant(0.25, 5)
            a, b = two(m, (0.25, 0.375 if kind == "Add" else 0.5))
            m.add(kind, a, b, read=False, **({"axis": 1} if kind == "Concat" else {}))
            if not ends:
                m.add("MatMul", m.weights(cases.codes(-7, 8, 16 if kind == "Concat" else 8, 5), 1, 4))
                m.quant(2.0**-6, 24)
            cases.add(f"unquantized_{kind.lower()}{'_last' if ends else ''}", m)
    for kind in (np.int8, np.int32):
        m = Model([1, 7])
        m.add("QuantizeLinear", np.float32(0.5), np.int8(0))
        last = m.add("DequantizeLinear", np.float32(0.5), np.int8(0))
        w = m.add("DequantizeLinear", np.float32(0.5), np.int8(0), read=m.name(cases.codes(-7, 8, 4, 7, 1, 1)))
        b = m.add("DequantizeLinear", np.float32(0.01), kind(0), read=m.name(np.asarray([37, -11, 25, 5], kind)))
        m.last = last
        m.add("Reshape", np.asarray([1, 7, 1, 1], np.int64))
        m.add("Conv", w, b)
        m.add("QuantizeLinear", np.float32(0.013), np.int8(0))
        m.add("DequantizeLinear", np.float32(0.013), np.int8(0))
        cases.add(f"bias_own_scale_{np.dtype(kind).name}", m, "onnxruntime")
    for view in ("Flatten", "Reshape"):
        # Only through a Reshape does onnxruntime round the bias to whole units; -0.25 is half of one.
        m = Model([1, 7, 1, 1])
        m.add("QuantizeLinear", np.float32(0.5), np.int8(0))
        m.add("DequantizeLinear", np.float32(0.5), np.int8(0))
        last = m.add(view, *([np.asarray([-1, 7], np.int64)] if view == "Reshape" else []))
        w = m.add("DequantizeLinear", np.float32(1), np.int8(0), read=m.name(cases.codes(-7, 8, 7, 4)))
        m.last = last
        m.add("MatMul", w)
        m.add("Add", np.asarray([-0.25, 0.25, 0.7, -3.3], np.float32))
        m.add("QuantizeLinear", np.float32(0.0625), np.int8(0))
        m.add("DequantizeLinear", np.float32(0.0625), np.int8(0))
        cases.add(f"bias_behind_{view.lower()}", m, "onnxruntime")
    m = Model([1, 1, 9, 9])
    m.add("QuantizeLinear", np.float32(0.5), np.uint8(3))
    m.add("DequantizeLinear", np.float32(0.5), np.uint8(3))
    m.add("AveragePool", kernel_shape=[2, 2], strides=[2, 2])
    m.add("Flatten")
    m.add("QuantizeLinear", np.float32(0.5), np.uint8(3))
    m.add("DequantizeLinear", np.float32(0.5), np.uint8(3))
    cases.add("pool_flatten", m, "onnxruntime")
    m = Model([1, 6, 4, 4])
    m.add("BipolarQuant", np.float32(1), domain=m.domain)
    m.add("Pad", np.asarray([0, 0, 1, 0, 0, 0, 0, 1], np.int64))
    m.add("Conv", m.weights(cases.codes(-3, 4, 2, 6, 2, 2), 1, 4), kernel_shape=[2, 2])
    cases.add("padded_signs", m, problem="no zero to pad with")


if __name__ == "__main__":
    folder, seed = sys.argv[1:]
    cases = Cases(folder, int(seed))
    for family in (qonnx_dense, signed_roundings, qonnx_images, qonnx_others, qdq, qlinear, static_quantization, edges, functions, stated_grids, hostile):
        family(cases)
    element_quantized.add(cases, Model)
    bend_quantized.add(cases, Model)
    with open(folder + "/cases.json", "w") as file:
        json.dump(cases.list, file)
