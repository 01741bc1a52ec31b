"""Trains a small network in NumPy: convolution, batch norm, ReLU, maximum, depthwise convolution, sigmoid, dense.

    train_reference.py FOLDER OPTIMIZER STEPS

Writes model.onnx, images.f32 and labels.i32 (STEPS batches of 24), and after the steps NAME.f32 for every tensor and
losses.f64. Everything is computed in 64-bit floats from the model's 32-bit weights.
"""

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

folder, optimizer, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
BATCH, EPSILON, MOMENTUM = 24, 1e-5, 0.1
random = np.random.default_rng(7)


def draw(*shape):
    return random.uniform(-0.5, 0.5, shape).astype(np.float32)


weights = {
    "w1": draw(4, 2, 3, 3), "gamma": draw(4) + 1, "beta": draw(4), "w2": draw(4, 1, 3, 3), "b2": draw(4),
    "w3": draw(3, 36), "b3": draw(3),
}
statistics = {"mean": draw(4), "variance": draw(4) + np.float32(1)}
images = random.uniform(0, 1, (steps * BATCH, 2, 6, 6)).astype(np.float32)
labels = random.integers(0, 3, steps * BATCH).astype(np.int32)
images += labels[:, None, None, None] * np.float32(0.2)

nodes = [
    helper.make_node("Conv", ["x", "w1"], ["c1"], "conv1", pads=[1, 1, 1, 1]),
    helper.make_node("BatchNormalization", ["c1", "gamma", "beta", "mean", "variance"], ["n1"], "bn1"),
    helper.make_node("Relu", ["n1"], ["r1"], "relu1"),
    helper.make_node("MaxPool", ["r1"], ["p1"], "pool1", kernel_shape=[2, 2], strides=[2, 2]),
    helper.make_node("Conv", ["p1", "w2", "b2"], ["c2"], "conv2", pads=[1, 1, 1, 1], group=4),
    helper.make_node("Sigmoid", ["c2"], ["s2"], "sigmoid2"),
    helper.make_node("Flatten", ["s2"], ["f2"], "flatten2"),
    helper.make_node("Gemm", ["f2", "w3", "b3"], ["y"], "fc3", transB=1),
]
graph = helper.make_graph(
    nodes, "reference", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 2, 6, 6])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 3])],
    [numpy_helper.from_array(value, name) for name, value in {**weights, **statistics}.items()])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
model.ir_version = 8
onnx.save(model, f"{folder}/model.onnx")
images.tofile(f"{folder}/images.f32")
labels.tofile(f"{folder}/labels.i32")

weights = {name: value.astype(np.float64) for name, value in weights.items()}
statistics = {name: value.astype(np.float64) for name, value in statistics.items()}


def windows(x):
    """Every 3 x 3 window of an image padded by 1: batch, channels, rows, columns, 3, 3."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))


def unwindow(gradient):
    """The sum of windows' gradients at the elements that they are of."""
    count, channels, rows, columns = gradient.shape[:4]
    padded = np.zeros((count, channels, rows + 2, columns + 2))
    for y in range(3):
        for x in range(3):
            padded[:, :, y : y + rows, x : x + columns] += gradient[:, :, :, :, y, x]
    return padded[:, :, 1:-1, 1:-1]


def step(x, target):
    w, count = weights, len(x)
    patches = windows(x)
    c1 = np.einsum("nchwij,ocij->nohw", patches, w["w1"])
    mean, variance = c1.mean((0, 2, 3)), c1.var((0, 2, 3))
    terms = c1.size / 4
    statistics["mean"] = (1 - MOMENTUM) * statistics["mean"] + MOMENTUM * mean
    statistics["variance"] = (1 - MOMENTUM) * statistics["variance"] + MOMENTUM * variance * terms / (terms - 1)
    deviation = np.sqrt(variance + EPSILON)[None, :, None, None]
    normal = (c1 - mean[None, :, None, None]) / deviation
    n1 = normal * w["gamma"][None, :, None, None] + w["beta"][None, :, None, None]
    r1 = np.maximum(n1, 0)
    blocks = r1.reshape(count, 4, 3, 2, 3, 2).transpose(0, 1, 2, 4, 3, 5).reshape(count, 4, 3, 3, 4)
    winner = blocks.argmax(-1)
    p1 = np.take_along_axis(blocks, winner[..., None], -1)[..., 0]
    patches2 = windows(p1)
    c2 = np.einsum("nchwij,cij->nchw", patches2, w["w2"][:, 0]) + w["b2"][None, :, None, None]
    s2 = 1 / (1 + np.exp(-c2))
    f2 = s2.reshape(count, 36)
    y = f2 @ w["w3"].T + w["b3"]
    shifted = y - y.max(1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    loss = -logs[np.arange(count), target].mean()

    dy = np.exp(logs)
    dy[np.arange(count), target] -= 1
    dy /= count
    found = {"w3": dy.T @ f2, "b3": dy.sum(0)}
    dc2 = (dy @ w["w3"]).reshape(count, 4, 3, 3) * s2 * (1 - s2)
    found["w2"] = np.einsum("nchw,nchwij->cij", dc2, patches2)[:, None]
    found["b2"] = dc2.sum((0, 2, 3))
    dp1 = unwindow(np.einsum("nchw,cij->nchwij", dc2, w["w2"][:, 0]))
    dblocks = np.zeros_like(blocks)
    np.put_along_axis(dblocks, winner[..., None], dp1[..., None], -1)
    dr1 = dblocks.reshape(count, 4, 3, 3, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(count, 4, 6, 6)
    dn1 = dr1 * (n1 > 0)
    found["gamma"], found["beta"] = (dn1 * normal).sum((0, 2, 3)), dn1.sum((0, 2, 3))
    scaled = dn1 * w["gamma"][None, :, None, None]
    dc1 = (
        scaled - scaled.mean((0, 2, 3), keepdims=True) - normal * (scaled * normal).mean((0, 2, 3), keepdims=True)
    ) / deviation
    found["w1"] = np.einsum("nohw,nchwij->ocij", dc1, patches)
    return loss, found


first = {name: np.zeros_like(value) for name, value in weights.items()}
second = {name: np.zeros_like(value) for name, value in weights.items()}
losses = []
for number in range(steps):
    part = slice(number * BATCH, (number + 1) * BATCH)
    loss, gradients = step(images[part].astype(np.float64), labels[part])
    losses.append(loss)
    for name, gradient in gradients.items():
        if optimizer == "sgd":
            first[name] = 0.9 * first[name] + gradient
            weights[name] = weights[name] - 0.05 * first[name]
        else:
            first[name] = 0.9 * first[name] + 0.1 * gradient
            second[name] = 0.999 * second[name] + 0.001 * gradient**2
            mean, square = first[name] / (1 - 0.9 ** (number + 1)), second[name] / (1 - 0.999 ** (number + 1))
            weights[name] = weights[name] - 0.01 * mean / (np.sqrt(square) + 1e-8)

for name, value in {**weights, **statistics}.items():
    value.astype(np.float32).tofile(f"{folder}/{name}.f32")
np.array(losses).tofile(f"{folder}/losses.f64")
