"""Writes large networks with random weights, to time the compiler: make_large.py FOLDER.

mobilenetv2_224 and mobilenetv2_96 (inverted residuals), quantized_96 (the latter with 8-bit QuantizeLinear and
DequantizeLinear, scales of weights by channel), forked_256 (an encoder and decoder of 256 x 256 whose branches meet in
Concat), separable_512, resnet_32 (three stages of residual blocks), plain_4096 (three convolutions), residual_4096 (the
same size with a fork, an Add and a Concat), relus_10000 (a chain of them), equal_5000 (a Concat of one tensor so many
times), different_5000 (a Concat of so many convolutions of one tensor).
"""

import os
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Builder:
    """Layers on a tensor NCHW; every method returns the name of the result."""

    def __init__(self, name, channels, extent):
        self.name, self.nodes, self.constants = name, [], []
        self.random = np.random.default_rng(7)
        self.channels = {"image": channels}
        self.input = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, channels, extent, extent])

    def add(self, kind, inputs, channels, **attributes):
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        self.channels[name] = channels
        return name

    def constant(self, values):
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, np.float32), name))
        return name

    def activation(self, x):
        """How a tensor is stored."""
        return x

    def weights(self, x, weights, bias):
        """The operands of a layer of weights whose first axis is the output's, that reads x."""
        return [self.constant(weights), self.constant(bias)]

    def conv(self, x, outputs, kernel=3, stride=1, groups=1, relu=True):
        inputs = self.channels[x] // groups
        scale = np.sqrt(2 / (inputs * kernel * kernel))
        weights = self.random.normal(0, scale, (outputs, inputs, kernel, kernel))
        operands = self.weights(x, weights, self.random.normal(0, 0.1, outputs))
        y = self.add("Conv", [x, *operands], outputs, kernel_shape=[kernel] * 2, strides=[stride] * 2,
                     pads=[kernel // 2] * 4, group=groups)
        return self.activation(self.add("Relu", [y], outputs) if relu else y)

    def join(self, *parts):
        return self.add("Concat", list(parts), sum(self.channels[p] for p in parts), axis=1)

    def residual(self, a, b):
        return self.activation(self.add("Add", [a, b], self.channels[a]))

    def classify(self, x, classes):
        x = self.activation(self.add("GlobalAveragePool", [x], self.channels[x]))
        x = self.add("Flatten", [x], self.channels[x])
        operands = self.weights(x, self.random.normal(0, 0.05, (self.channels[x], classes)).T, np.zeros(classes))
        return self.activation(self.add("Gemm", [x, *operands], classes, transB=1))

    def save(self, folder, output):
        result = helper.make_tensor_value_info(output, TensorProto.FLOAT, None)
        graph = helper.make_graph(self.nodes, self.name, [self.input], [result], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        onnx.save(onnx.shape_inference.infer_shapes(model), os.path.join(folder, self.name + ".onnx"))


class Quantized(Builder):
    """The same with every tensor in 8 bits, between QuantizeLinear and DequantizeLinear."""

    STEP = np.float32(1 / 16)

    def integers(self, values, kind, scale, **attributes):
        values = np.asarray(values, kind)
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(values, name))
        operands = [name, self.constant(scale), self.zero(kind, np.shape(scale))]
        return self.add("DequantizeLinear", operands, values.shape[0], **attributes)

    def zero(self, kind, shape=()):
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.zeros(shape, kind), name))
        return name

    def activation(self, x):
        step, zero = self.constant(self.STEP), self.zero(np.int8)
        codes = self.add("QuantizeLinear", [x, step, zero], self.channels[x])
        return self.add("DequantizeLinear", [codes, step, zero], self.channels[x])

    def weights(self, x, weights, bias):
        scale = (np.abs(weights).max(axis=tuple(range(1, weights.ndim))) / 127).astype(np.float32)
        codes = np.rint(weights / scale.reshape(-1, *[1] * (weights.ndim - 1)))
        units = scale * self.STEP
        return [self.integers(codes, np.int8, scale, axis=0),
                self.integers(np.rint(bias / units), np.int32, units, axis=0)]


def mobilenet_v2(folder, extent, builder=Builder, name="mobilenetv2"):
    net = builder(f"{name}_{extent}", 3, extent)
    x = net.conv(net.activation("image"), 32, stride=2)
    for expansion, outputs, count, stride in [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)
    ]:
        for index in range(count):
            inputs = net.channels[x]
            step = stride if index == 0 else 1
            y = net.conv(x, inputs * expansion, kernel=1) if expansion > 1 else x
            y = net.conv(y, inputs * expansion, stride=step, groups=inputs * expansion)
            y = net.conv(y, outputs, kernel=1, relu=False)
            x = net.residual(x, y) if step == 1 and inputs == outputs else y
    net.save(folder, net.classify(net.conv(x, 1280, kernel=1), 1000))


def forked(folder):
    net = Builder("forked_256", 3, 256)
    x = net.conv("image", 8)
    levels = []
    for channels in (8, 16, 24):
        levels.append(x)
        x = net.conv(net.add("MaxPool", [x], net.channels[x], kernel_shape=[2, 2], strides=[2, 2]), channels)
    for skip in reversed(levels):
        scales = net.constant([1, 1, 2, 2])
        x = net.add("Resize", [x, "", scales], net.channels[x], mode="nearest", nearest_mode="floor",
                    coordinate_transformation_mode="asymmetric")
        x = net.conv(net.join(x, skip), 8)
    a, b = net.conv(x, 4, kernel=1), net.conv(x, 4)
    net.save(folder, net.conv(net.join(a, b), 2, kernel=1, relu=False))


def separable(folder):
    net = Builder("separable_512", 3, 512)
    x = net.conv("image", 8, stride=2)
    for channels, stride in [(16, 1), (24, 2), (24, 1), (32, 2)]:
        x = net.conv(net.conv(x, net.channels[x], stride=stride, groups=net.channels[x]), channels, kernel=1)
    net.save(folder, net.classify(x, 10))


def resnet(folder):
    net = Builder("resnet_32", 3, 32)
    x = net.conv("image", 32)
    for channels, stride in [(32, 1), (32, 1), (64, 2), (64, 1), (128, 2), (128, 1)]:
        y = net.conv(net.conv(x, channels, stride=stride), channels, relu=False)
        same = stride == 1
        short = x if same else net.conv(x, channels, kernel=1, stride=stride, relu=False)
        x = net.add("Relu", [net.residual(short, y)], channels)
    net.save(folder, net.classify(x, 10))


def plain(folder):
    net = Builder("plain_4096", 1, 4096)
    net.save(folder, net.conv(net.conv(net.conv("image", 2), 2), 1, relu=False))


def residual_huge(folder):
    net = Builder("residual_4096", 1, 4096)
    x = net.conv("image", 2)
    x = net.residual(x, net.conv(net.conv(x, 2), 2, relu=False))
    net.save(folder, net.conv(net.join(x, net.conv(x, 1, kernel=1)), 1, relu=False))


def relus(folder):
    net = Builder("relus_10000", 1, 4)
    x = "image"
    for _ in range(10_000):
        x = net.add("Relu", [x], 1)
    net.save(folder, x)


def equal(folder):
    net = Builder("equal_5000", 1, 2)
    net.save(folder, net.join(*["image"] * 5000))


def different(folder):
    net = Builder("different_5000", 1, 2)
    net.save(folder, net.join(*[net.conv("image", 1, kernel=1, relu=False) for _ in range(5000)]))


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    mobilenet_v2(sys.argv[1], 224)
    mobilenet_v2(sys.argv[1], 96)
    mobilenet_v2(sys.argv[1], 96, Quantized, "quantized")
    forked(sys.argv[1])
    separable(sys.argv[1])
    resnet(sys.argv[1])
    plain(sys.argv[1])
    residual_huge(sys.argv[1])
    relus(sys.argv[1])
    equal(sys.argv[1])
    different(sys.argv[1])
