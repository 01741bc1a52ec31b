"""Random models whose operators read tensors in other orders than they stream, and what onnxruntime says.

usage: view_cases.py FOLDER SEED COUNT

Weights and inputs are small integers, so that every float is exact. Writes cases.json; for every case a model, four
inputs (also as .npy) and their outputs, float32 in the model's order, and the places of the largest as labels.
"""
import json
import sys

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper


class Builder:
    def __init__(self, seed):
        self.random = numpy.random.default_rng(seed)
        self.nodes, self.constants, self.count = [], [], 0

    def constant(self, values):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(numpy.asarray(values), name))
        return name

    def add(self, kind, *inputs, outputs=1, **attributes):
        names = [f"v{self.count + index}" for index in range(outputs)]
        self.count += outputs
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def weights(self, *shape):
        return self.constant(self.random.integers(-2, 3, shape).astype(numpy.float32))

    def below(self, count):
        return int(self.random.integers(count))

    def reshape(self, name, shape):
        return self.add("Reshape", name, self.constant(numpy.array(shape, numpy.int64))), list(shape)

    def transpose(self, name, shape, order):
        return self.add("Transpose", name, perm=[int(axis) for axis in order]), [shape[axis] for axis in order]


def factors(rng, count, parts):
    """A random shape of `parts` axes with so many elements."""
    shape = [1] * parts
    rest, prime = count, 2
    while rest > 1:
        while rest % prime:
            prime += 1
        shape[int(rng.integers(parts))] *= prime
        rest //= prime
    return shape


def size(shape):
    return int(numpy.prod(shape))


def reshape(b, x, shape):
    return b.reshape(x, [1] + factors(b.random, size(shape), 1 + b.below(4)))


def transpose(b, x, shape):
    order = list(b.random.permutation(len(shape)))
    if b.below(4):
        order = [0] + [1 + int(axis) for axis in b.random.permutation(len(shape) - 1)]
    return b.transpose(x, shape, order)


def flatten(b, x, shape):
    axis = b.below(len(shape)) if b.below(3) == 0 else min(1, len(shape))
    return b.add("Flatten", x, axis=axis), [size(shape[:axis]), size(shape[axis:])]


def squeeze(b, x, shape):
    places = [axis for axis in range(1, len(shape)) if shape[axis] == 1]
    if not places:
        axis = 1 + b.below(len(shape))
        taken = b.add("Unsqueeze", x, b.constant(numpy.array([axis], numpy.int64)))
        return taken, shape[:axis] + [1] + shape[axis:]
    axis = places[b.below(len(places))]
    return b.add("Squeeze", x, b.constant(numpy.array([axis], numpy.int64))), shape[:axis] + shape[axis + 1:]


def shuffle(b, x, shape):
    if len(shape) < 3 or shape[1] < 4 or shape[0] != 1:
        return None
    groups = next(g for g in range(2, shape[1] + 1) if shape[1] % g == 0)
    if groups == shape[1]:
        return None
    parts = [1, groups, shape[1] // groups] + shape[2:]
    x, parts = b.reshape(x, parts)
    x, parts = b.transpose(x, parts, [0, 2, 1] + list(range(3, len(parts))))
    return b.reshape(x, shape)


def blocks(b, x, shape):
    if len(shape) != 4 or shape[0] != 1:
        return None
    _, c, h, w = shape
    if c % 4 == 0 and b.below(2):
        mode = ["DCR", "CRD"][b.below(2)]
        return b.add("DepthToSpace", x, blocksize=2, mode=mode), [1, c // 4, h * 2, w * 2]
    if h % 2 == 0 and w % 2 == 0:
        return b.add("SpaceToDepth", x, blocksize=2), [1, c * 4, h // 2, w // 2]
    return None


def convolution(b, x, shape):
    rank = len(shape) - 2
    if shape[0] != 1 or rank not in (1, 2) or shape[1] > 32:
        return None
    kernel = [1 + b.below(min(3, extent)) for extent in shape[2:]]
    outputs = [2, 3, 4, 6][b.below(4)]
    if b.below(4) == 0:
        y = b.add("ConvTranspose", x, b.weights(shape[1], outputs, *kernel), b.weights(outputs), strides=[2] * rank)
        return y, [1, outputs] + [(extent - 1) * 2 + k for extent, k in zip(shape[2:], kernel)]
    groups = shape[1] if b.below(4) == 0 else 1
    outputs = groups if groups > 1 else outputs
    y = b.add("Conv", x, b.weights(outputs, shape[1] // groups, *kernel), b.weights(outputs), group=groups)
    return y, [1, outputs] + [extent - k + 1 for extent, k in zip(shape[2:], kernel)]


def matmul(b, x, shape):
    if shape[-1] > 64:
        return None
    outputs = [2, 3, 4, 6, 12][b.below(5)]
    return b.add("MatMul", x, b.weights(shape[-1], outputs)), shape[:-1] + [outputs]


def gemm(b, x, shape):
    if len(shape) != 2 or shape[-1] > 64:
        return None
    outputs = [4, 6, 12, 24][b.below(4)]
    return b.add("Gemm", x, b.weights(outputs, shape[1]), b.weights(outputs), transB=1), [shape[0], outputs]


def relu(b, x, shape):
    return b.add("Relu", x), shape


def affine(b, x, shape):
    axis = b.below(len(shape))
    wide = [extent if place == axis else 1 for place, extent in enumerate(shape)]
    return b.add(["Add", "Mul"][b.below(2)], x, b.weights(*wide)), shape


def branch(b, x, shape):
    """The same shape, its elements elsewhere."""
    y, now = b.add("Relu", x) if b.below(2) else x, shape
    for _ in range(1 + b.below(2)):
        y, now = [reshape, transpose][b.below(2)](b, y, now)
    if sorted(now) == sorted(shape) and b.below(2):
        order, rest = [], list(range(len(now)))
        for extent in shape:
            order.append(next(axis for axis in rest if now[axis] == extent))
            rest.remove(order[-1])
        return b.transpose(y, now, order)
    return b.reshape(y, shape)


def join(b, x, shape):
    y, _ = branch(b, x, shape)
    pair = [x, y] if b.below(2) else [y, x]
    if b.below(2):
        return b.add(["Add", "Sub"][b.below(2)], *pair), shape
    axis = b.below(len(shape)) if shape[0] != 1 else 1 + b.below(len(shape) - 1)
    return b.add("Concat", *pair, axis=axis), [e * 2 if place == axis else e for place, e in enumerate(shape)]


def split(b, x, shape):
    axes = [axis for axis in range(1, len(shape)) if shape[axis] % 2 == 0]
    if not axes:
        return None
    axis = axes[b.below(len(axes))]
    half = b.constant(numpy.array([shape[axis] // 2] * 2, numpy.int64))
    low, high = b.add("Split", x, half, outputs=2, axis=axis)
    parts = [high, b.add("Relu", low)] if b.below(2) else [low, high]
    return b.add("Concat", *parts, axis=1 + b.below(len(shape) - 1)), None


def part(b, x, shape):
    axis = b.below(len(shape) - 1) + 1
    if shape[axis] < 2:
        return None
    ends = [b.constant(numpy.array([value], numpy.int64)) for value in (1, shape[axis], axis)]
    return b.add("Slice", x, *ends), [e - 1 if place == axis else e for place, e in enumerate(shape)]


def pad(b, x, shape):
    axis = b.below(len(shape) - 1) + 1
    pads = [1 if place == axis else 0 for place in range(len(shape))] + [0] * len(shape)
    made = b.add("Pad", x, b.constant(numpy.array(pads, numpy.int64)))
    return made, [e + 1 if place == axis else e for place, e in enumerate(shape)]


def reduce(b, x, shape):
    axis = b.below(len(shape) - 1) + 1
    kept = b.add("ReduceSum", x, b.constant(numpy.array([axis], numpy.int64)), keepdims=1)
    small = [1 if place == axis else e for place, e in enumerate(shape)]
    if b.below(2):
        return kept, small
    return b.add("Add", kept, x), shape


MOVES = [reshape, transpose, flatten, squeeze, shuffle, blocks, reshape, transpose]
STEPS = MOVES + [convolution, convolution, matmul, matmul, gemm, gemm, relu, affine, join, join, split, part, pad, reduce]


def model(seed):
    b = Builder(seed)
    shape = [[1, 4, 4, 2], [1, 2, 4, 4], [1, 12], [1, 6, 4], [1, 8, 2, 3], [1, 1, 4, 4], [1, 24]][b.below(7)]
    first, x = shape, "x"
    computed = False
    for _ in range(2 + b.below(6)):
        choice = STEPS[b.below(len(STEPS))]
        if len(shape) < 2 or (shape[0] != 1 and choice in (convolution, reshape)):
            continue
        made = choice(b, x, list(shape))
        if made is None or made[1] is not None and size(made[1]) > 600:
            continue
        x, shape = made
        if shape is None:
            shape = infer(b, first, x)
    end = b.below(8)
    if end == 0 and len(shape) > 1:
        x = b.add("ArgMax", x, axis=1 + b.below(len(shape) - 1), keepdims=b.below(2))
        x = b.add("Cast", x, to=1)
    elif end < 3:
        x, shape = flatten(b, x, shape)
    return finish(b, first, x), first


def infer(b, first, x):
    found = onnx.shape_inference.infer_shapes(finish(b, first, x), data_prop=True).graph.output[0]
    return [d.dim_value for d in found.type.tensor_type.shape.dim]


def finish(b, first, x):
    if x == "x":
        x = b.add("Flatten", x)
    graph = helper.make_graph(
        b.nodes, "views", [helper.make_tensor_value_info("x", TensorProto.FLOAT, first)],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, None)], b.constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 8
    return made


def main(folder, seed, count):
    cases = []
    for index in range(count):
        made, shape = model([seed, index])
        name = f"views_{seed}_{index}"
        path = f"{folder}/{name}.onnx"
        onnx.save(made, path)
        rng = numpy.random.default_rng([seed, index, 1])
        inputs = rng.integers(-8, 8, [4] + shape[1:]).astype(numpy.float32)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        outputs = [session.run(None, {"x": sample[None]})[0] for sample in inputs]
        inputs.tofile(f"{folder}/{name}.input.f32")
        numpy.save(f"{folder}/{name}.npy", inputs)
        numpy.stack(outputs).astype(numpy.float32).tofile(f"{folder}/{name}.output.f32")
        labels = [int(numpy.argmax(y)) for y in outputs]
        numpy.save(f"{folder}/{name}.labels.npy", numpy.array(labels, numpy.int64))
        is_index = any(node.op_type == "ArgMax" for node in made.graph.node)
        cases.append({
            "name": name, "count": len(inputs), "shape": shape[1:], "output": list(outputs[0].shape),
            "isIndex": is_index})
    with open(f"{folder}/cases.json", "w") as file:
        json.dump(cases, file)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
