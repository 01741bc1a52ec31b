"""Makes small ONNX models, one for each operator and corner of its attributes, and what onnxruntime computes.

usage: make_cases.py FOLDER SEED

Writes NAME.onnx, NAME.input.f32, NAME.output.f32 for models that are to be imported, NAME.onnx alone for those that
are to be refused, and cases.json: a list of {name, count, problem}; `problem` is part of the expected message, or null.
"""
import json
import sys

import element_cases
import layer_cases
import numpy
import onnx
import onnx.helper as h
from run_model import run

FLOAT = onnx.TensorProto.FLOAT
folder, seed = sys.argv[1], int(sys.argv[2])
random = numpy.random.default_rng(seed)
cases = []


def weights(*shape):
    return random.standard_normal(shape).astype(numpy.float32)


def ints(*values):
    return numpy.array(values, dtype=numpy.int64)


class Graph:
    """Builds a chain of nodes; a numpy operand becomes an initializer."""

    def __init__(self, shape, opset=13, by_constant_nodes=False):
        self.nodes, self.tensors, self.opset = [], [], opset
        self.inputs = [h.make_tensor_value_info("x", FLOAT, shape)]
        self.by_constant_nodes = by_constant_nodes

    def add(self, kind, *operands, outputs=1, **attributes):
        names = []
        for operand in operands:
            if isinstance(operand, numpy.ndarray):
                name = f"t{len(self.tensors)}"
                tensor = onnx.numpy_helper.from_array(operand, name)
                self.tensors.append(tensor)
                if self.by_constant_nodes:
                    self.nodes.append(h.make_node("Constant", [], [name], value=tensor))
                names.append(name)
            else:
                names.append(operand)
        results = [f"v{len(self.nodes)}_{index}" for index in range(outputs)]
        attributes = {name: value for name, value in attributes.items() if value is not None}
        self.nodes.append(h.make_node(kind, names, results, name=f"{kind.lower()}{len(self.nodes)}", **attributes))
        return results[0] if outputs == 1 else results

    def model(self, output):
        kind = onnx.TensorProto.INT64 if self.nodes[-1].op_type in ("ArgMax", "ArgMin", "TopK") else FLOAT
        value = h.make_tensor_value_info(output, kind, None)
        tensors = [] if self.by_constant_nodes else self.tensors
        graph = h.make_graph(self.nodes, "case", self.inputs, [value], tensors)
        return h.make_model(graph, opset_imports=[h.make_opsetid("", self.opset)], ir_version=8)


def channels_last(array):
    return array if array.ndim < 3 else numpy.moveaxis(array, 1, -1)


def case(name, graph, output, arrange=channels_last, count=3, scale=1.0):
    """A model that is to be imported; `arrange` brings its output into streaming order."""
    model = graph.model(output)
    onnx.save(model, f"{folder}/{name}.onnx")
    inputs, outputs = run(model, count, seed, scale)
    outputs = [arrange(y) for y in outputs]
    numpy.concatenate([x.ravel() for x in inputs]).astype("<f4").tofile(f"{folder}/{name}.input.f32")
    numpy.concatenate([y.ravel() for y in outputs]).astype("<f4").tofile(f"{folder}/{name}.output.f32")
    cases.append({"name": name, "count": count, "problem": None})


def refused(name, graph, output, problem):
    """A model that is to be refused with a message that holds `problem`."""
    onnx.save(graph.model(output), f"{folder}/{name}.onnx")
    cases.append({"name": name, "count": 0, "problem": problem})


def same(array):
    return array


# Convolutions.
def conv(name, shape, kernel, bias=True, opset=13, **attributes):
    graph = Graph(shape, opset)
    operands = [weights(*kernel)] + ([weights(kernel[0])] if bias else [])
    case(name, graph, graph.add("Conv", "x", *operands, **attributes))


conv("conv", [1, 3, 7, 6], [4, 3, 3, 3])
conv("conv_no_bias", ["N", 3, 7, 6], [4, 3, 3, 2], bias=False)
conv("conv_strides", [1, 2, 9, 8], [3, 2, 3, 3], strides=[2, 3])
conv("conv_pads", [1, 2, 6, 5], [3, 2, 3, 3], pads=[0, 1, 2, 3])
conv("conv_pads_past_the_kernel", [1, 2, 3, 3], [2, 2, 2, 2], pads=[3, 4, 3, 2])
conv("conv_dilations", [1, 2, 9, 10], [3, 2, 3, 2], dilations=[2, 3], pads=[1, 0, 1, 2])
conv("conv_groups", [1, 6, 5, 5], [9, 2, 3, 3], group=3)
conv("conv_depthwise", [1, 5, 6, 6], [5, 1, 3, 3], group=5, pads=[1, 1, 1, 1], strides=[2, 2])
conv("conv_depthwise_multiplier", [1, 3, 5, 5], [6, 1, 3, 3], group=3)
conv("conv_valid", [1, 2, 7, 7], [3, 2, 3, 3], auto_pad="VALID", strides=[2, 2])
for side in ("UPPER", "LOWER"):
    for extent in (6, 7):
        conv(f"conv_same_{side.lower()}_{extent}", [1, 2, extent, extent + 2], [3, 2, 4, 3],
             auto_pad=f"SAME_{side}", strides=[2, 3])
conv("conv_1d", [1, 3, 11], [4, 3, 3], strides=[2], pads=[1, 0])
conv("conv_1d_dilated_groups", ["N", 4, 12], [4, 2, 3], dilations=[2], group=2, auto_pad=None)
conv("conv_pointwise", [1, 5, 4, 3], [2, 5, 1, 1])
conv("conv_one_channel", [1, 1, 8, 8], [3, 1, 3, 3], kernel_shape=[3, 3])
conv("conv_opset_7", [1, 2, 5, 5], [2, 2, 2, 2], opset=7)
conv("conv_opset_21", [1, 2, 5, 5], [2, 2, 2, 2], opset=21)

# Pools.
for kind in ("MaxPool", "AveragePool"):
    low = kind.lower()

    def pool(name, shape, **attributes):
        graph = Graph(shape)
        case(f"{low}_{name}", graph, graph.add(kind, "x", **attributes))

    pool("plain", [1, 3, 6, 7], kernel_shape=[2, 3])
    pool("strides", [1, 3, 9, 8], kernel_shape=[3, 2], strides=[2, 3])
    pool("1d", [1, 3, 9], kernel_shape=[3], strides=[2])
    pool("valid", [1, 2, 8, 8], kernel_shape=[3, 3], strides=[2, 2], auto_pad="VALID")
    pool("same_without_padding", [1, 2, 6, 6], kernel_shape=[2, 2], strides=[2, 2], auto_pad="SAME_UPPER")
    pool("ceil_that_changes_nothing", [1, 2, 7, 7], kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
    graph = Graph([1, 3, 5, 6])
    case(f"global_{low}", graph, graph.add("Global" + kind, "x"))
graph = Graph([1, 2, 7, 6])
case("maxpool_pads", graph, graph.add("MaxPool", "x", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 0, 2, 1]))
graph = Graph([1, 2, 8, 8])
case("maxpool_ceil", graph, graph.add("MaxPool", "x", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1))
graph = Graph([1, 2, 7, 7])
case("maxpool_ceil_window_in_padding", graph,
     graph.add("MaxPool", "x", kernel_shape=[2, 2], strides=[3, 3], pads=[1, 1, 1, 1], ceil_mode=1))
graph = Graph([1, 2, 9, 9])
case("maxpool_dilations", graph, graph.add("MaxPool", "x", kernel_shape=[2, 3], dilations=[3, 2]))
for side in ("UPPER", "LOWER"):
    graph = Graph([1, 2, 7, 6])
    case(f"maxpool_same_{side.lower()}", graph,
         graph.add("MaxPool", "x", kernel_shape=[3, 3], strides=[2, 3], auto_pad=f"SAME_{side}"))
graph = Graph([1, 2, 6, 6])
case("averagepool_counted_pads", graph,
     graph.add("AveragePool", "x", kernel_shape=[3, 3], pads=[1, 1, 1, 0], count_include_pad=1))
graph = Graph([1, 2, 6, 6])
refused("maxpool_indices", graph, graph.add(
    "Add", "v0_1", graph.add("MaxPool", "x", outputs=2, kernel_shape=[2, 2])[0]), "only the first output is supported")

# Dense layers.
graph = Graph(["N", 7])
case("gemm", graph, graph.add("Gemm", "x", weights(7, 5), weights(5)))
graph = Graph([1, 7])
case("gemm_scaled", graph, graph.add("Gemm", "x", weights(5, 7), weights(1, 5), alpha=0.5, beta=-2.0, transB=1))
graph = Graph([1, 7])
case("gemm_scalar_bias", graph, graph.add("Gemm", "x", weights(7, 5), weights(1)))
graph = Graph([1, 7], opset=11)
case("gemm_no_bias", graph, graph.add("Gemm", "x", weights(7, 5)))
graph = Graph([1, 6])
case("gemm_transposed_input", graph,
     graph.add("Gemm", graph.add("Transpose", "x", perm=[1, 0]), weights(6, 4), transA=1))
graph = Graph([1, 6])
case("matmul_bias", graph, graph.add("Add", graph.add("MatMul", "x", weights(6, 4)), weights(4)))
graph = Graph([1, 6])
case("matmul_bias_first", graph, graph.add("Add", weights(1, 4), graph.add("MatMul", "x", weights(6, 4))))
graph = Graph([6])
case("matmul_vector", graph, graph.add("MatMul", "x", weights(6, 4)))
graph = Graph(["N", 5, 6])
case("matmul_last_axis", graph, graph.add("MatMul", "x", weights(6, 4)), arrange=same)
graph = Graph(["N", 3, 5, 6])
case("matmul_last_axis_of_image", graph, graph.add("MatMul", "x", weights(6, 4)), arrange=same)
graph = Graph([1, 3, 4, 5])
flat = graph.add("Flatten", graph.add("Conv", "x", weights(2, 3, 2, 2)))
case("flatten_channels_first", graph, graph.add("Gemm", flat, weights(2 * 3 * 4, 5), weights(5)))
graph = Graph([1, 3, 4, 5])
case("flatten_the_input", graph, graph.add("Gemm", graph.add("Flatten", "x"), weights(60, 5)))
graph = Graph([1, 3, 4, 5])
flat = graph.add("Reshape", graph.add("Relu", graph.add("Conv", "x", weights(2, 3, 2, 2))), ints(1, -1))
normal = graph.add("BatchNormalization", flat, weights(24), weights(24), weights(24), numpy.abs(weights(24)) + 0.1)
case("normalization_of_a_flattened_image", graph, graph.add("MatMul", normal, weights(24, 3)))

# Normalization and arithmetic with constants.
for shape in ([1, 3], [1, 3, 5], [1, 3, 4, 5]):
    rank = len(shape)
    graph = Graph(shape)
    case(f"normalization_{rank}", graph, graph.add(
        "BatchNormalization", "x", weights(3), weights(3), weights(3), numpy.abs(weights(3)) + 0.1, epsilon=1e-3))
    for kind in ("Add", "Sub", "Mul", "Div"):
        per_channel = weights(*([3] + [1] * (rank - 2)))
        graph = Graph(shape)
        case(f"{kind.lower()}_channels_{rank}", graph, graph.add(kind, "x", per_channel))
        graph = Graph(shape)
        case(f"{kind.lower()}_scalar_{rank}", graph, graph.add(kind, "x", numpy.array(1.5, "f4")), same)
        if kind != "Div":
            graph = Graph(shape)
            case(f"{kind.lower()}_reversed_{rank}", graph, graph.add(kind, per_channel, "x"))
graph = Graph(["N", 3, 4, 4])
scaled = graph.add("Div", graph.add("Sub", "x", weights(3, 1, 1)), numpy.abs(weights(1, 3, 1, 1)) + 0.5)
case("preprocessing_before_a_convolution", graph, graph.add("Conv", scaled, weights(2, 3, 3, 3)))
graph = Graph([1, 4, 4, 3])
scaled = graph.add("Mul", graph.add("Add", "x", weights(3)), weights(1, 1, 1, 3))
case("preprocessing_channels_last", graph,
     graph.add("Conv", graph.add("Transpose", scaled, perm=[0, 3, 1, 2]), weights(2, 3, 3, 3)))
graph = Graph([1, 2, 3, 3])
case("constant_along_rows", graph,
     graph.add("Add", graph.add("Conv", "x", weights(2, 2, 1, 1)), weights(3, 1)), same)
graph = Graph([1, 2, 3, 3])
refused("constant_of_every_element", graph, graph.add("Add", "x", weights(2, 3, 3)), "one for each index of one axis")
graph = Graph([1, 3])
refused("division_by_zero", graph, graph.add("Div", "x", numpy.zeros(3, "f4")), "divides by a zero")

# Sums of two activations.
graph = Graph([1, 3, 4, 4])
left = graph.add("Conv", "x", weights(3, 3, 3, 3), pads=[1, 1, 1, 1])
case("addition", graph, graph.add("Add", left, graph.add("Relu", graph.add("Conv", "x", weights(3, 3, 1, 1)))))
graph = Graph([1, 3, 4, 4])
left = graph.add("Conv", "x", weights(3, 3, 1, 1))
case("difference", graph, graph.add("Sub", left, "x"))
graph = Graph([1, 3, 4, 4])
left = graph.add("Conv", "x", weights(3, 3, 1, 1))
case("addition_of_flattened", graph,
     graph.add("Gemm", graph.add("Add", graph.add("Flatten", left), graph.add("Flatten", "x")), weights(48, 4)))
graph = Graph([1, 3, 4, 4])
left = graph.add("Conv", "x", weights(3, 3, 1, 1))
refused("quotient_of_activations", graph, graph.add("Div", left, "x"), "divides by what the network computes")
graph = Graph([1, 3, 4, 4])
left = graph.add("Conv", "x", weights(3, 3, 1, 1))
case("addition_in_other_orders", graph,
     graph.add("Add", left, graph.add("Transpose", left, perm=[0, 1, 3, 2])))

# Functions of one element.
graph = Graph([1, 3, 4, 4])
case("relu", graph, graph.add("Relu", "x"), arrange=same)
graph = Graph([1, 9])
case("selu", graph, graph.add("Selu", "x"))
graph = Graph([1, 9])
case("selu_constants", graph, graph.add("Selu", "x", alpha=2.0, gamma=0.5))
graph = Graph([1, 9], opset=10)
case("clip_attributes", graph, graph.add("Clip", "x", min=-0.5, max=0.75))
graph = Graph([1, 9])
case("clip_inputs", graph, graph.add("Clip", "x", numpy.array(-0.5, "f4"), numpy.array(0.75, "f4")))
graph = Graph([1, 9])
case("clip_above_only", graph, graph.add("Clip", "x", "", numpy.array(0.25, "f4")))
graph = Graph([1, 9])
case("clip_open", graph, graph.add("Relu", graph.add("Clip", "x")))
graph = Graph([1, 9])
refused("clip_reversed", graph, graph.add("Clip", "x", numpy.array(1, "f4"), numpy.array(0, "f4")), "above its upper")

# Layout.
graph = Graph([1, 4, 5, 3])
first = graph.add("Conv", graph.add("Transpose", "x", perm=[0, 3, 1, 2]), weights(2, 3, 3, 3))
case("channels_last_input", graph, graph.add("Transpose", first, perm=[0, 2, 3, 1]), arrange=same)
graph = Graph([1, 4, 5, 3])
first = graph.add("Conv", graph.add("Transpose", "x", perm=[0, 3, 1, 2]), weights(2, 3, 3, 3))
last = graph.add("Reshape", graph.add("Transpose", first, perm=[0, 2, 3, 1]), ints(-1, 12))
case("channels_last_flatten", graph, graph.add("MatMul", last, weights(12, 4)))
graph = Graph(["N", 48])
case("vector_becomes_image", graph,
     graph.add("Conv", graph.add("Reshape", "x", ints(-1, 3, 4, 4)), weights(2, 3, 3, 3)))
graph = Graph(["N", 49, 10, 1])
case("channel_axis_moved_by_reshape", graph,
     graph.add("Conv", graph.add("Reshape", "x", ints(-1, 1, 49, 10)), weights(2, 1, 10, 4), strides=[2, 2]))
graph = Graph([1, 5, 6, 2])
case("rows_and_columns_swapped", graph,
     graph.add("Conv", graph.add("Transpose", "x", perm=[0, 3, 2, 1]), weights(3, 2, 2, 3)))
graph = Graph([1, 2, 1, 9])
case("squeezed_to_one_axis", graph,
     graph.add("Conv", graph.add("Squeeze", "x", ints(2)), weights(3, 2, 3)))
graph = Graph([1, 2, 9], opset=11)
case("unsqueezed_to_two_axes", graph,
     graph.add("Conv", graph.add("Unsqueeze", "x", axes=[2]), weights(3, 2, 1, 3)))
graph = Graph([1, 2, 9, 1])
squeezed = graph.add("Squeeze", graph.add("Conv", "x", weights(3, 2, 2, 1)), ints(-1))
case("one_axis_along_the_rows", graph, graph.add("Conv", squeezed, weights(2, 3, 3), pads=[1, 1]))
graph = Graph([1, 3, 4, 4])
pooled = graph.add("GlobalAveragePool", graph.add("Conv", "x", weights(5, 3, 3, 3)))
case("squeezed_pool", graph, graph.add("Gemm", graph.add("Squeeze", pooled, ints(2, 3)), weights(5, 2)))
graph = Graph([8, 3, 4, 4])
flat = graph.add("Reshape", graph.add("Conv", "x", weights(2, 3, 3, 3)), ints(8, 8))
case("fixed_batch", graph, graph.add("Gemm", flat, weights(8, 3)))
graph = Graph([1, 3, 4, 4])
conv2 = graph.add("Conv", "x", weights(6, 3, 1, 1))
case("shuffled_channels", graph, graph.add("Conv", graph.add("Reshape", graph.add("Transpose", graph.add(
    "Reshape", conv2, ints(1, 2, 3, 4, 4)), perm=[0, 2, 1, 3, 4]), ints(1, 6, 4, 4)), weights(2, 6, 1, 1)))
graph = Graph([1, 3, 4, 4])
refused("reshape_of_other_size", graph, graph.add("Reshape", "x", ints(1, 47)), "does not fit")
graph = Graph([1, 3, 4, 4])
refused("transpose_of_the_batch", graph,
        graph.add("Conv", graph.add("Transpose", "x", perm=[1, 0, 2, 3]), weights(2, 1, 1, 1)), "the batch is expected")

# Constants.
for by_nodes in (False, True):
    graph = Graph(["N", 3, 4, 4], by_constant_nodes=by_nodes)
    first = graph.add("Conv", "x", weights(2, 3, 3, 3))
    batch = graph.add("Gather", graph.add("Shape", first), ints(0).reshape(()), axis=0)
    shape = graph.add("Concat", graph.add("Unsqueeze", batch, ints(0)), ints(-1), axis=0)
    case(f"shape_arithmetic_{'nodes' if by_nodes else 'initializers'}", graph,
         graph.add("Gemm", graph.add("Reshape", first, shape), weights(8, 3)))
graph = Graph([1, 2, 5, 5])
codes = random.integers(-127, 127, (3, 2, 2, 2)).astype(numpy.int8)
scales = numpy.array([0.1, 0.2, 0.05], "f4")
case("dequantized_per_channel", graph, graph.add(
    "Conv", "x", graph.add("DequantizeLinear", codes, scales, numpy.array([1, -3, 0], "i1"), axis=0)))
graph = Graph([1, 2, 5, 5])
case("dequantized_per_tensor", graph, graph.add(
    "Conv", "x", graph.add("DequantizeLinear", codes.astype("u1"), numpy.array(0.25, "f4"))))
graph = Graph([1, 6])
deviation = graph.add("Sqrt", graph.add("Add", numpy.abs(weights(6)), numpy.array(0.1, "f4")))
half = graph.add("Pow", deviation, numpy.array(0.5, "f4"))
case("folded_arithmetic", graph, graph.add("Div", "x", graph.add("Mul", half, deviation)))
graph = Graph([1, 6])
w = graph.add("Transpose", graph.add("Reshape", weights(24), ints(4, 6)), perm=[1, 0])
case("folded_layout", graph, graph.add("MatMul", "x", w))
graph = Graph([1, 4])
part = graph.add("Slice", weights(6, 9), ints(1), ints(9), ints(1), ints(3))
part = graph.add("Slice", part, ints(-5), ints(-1), ints(0))
case("folded_slices", graph, graph.add("MatMul", "x", part))
graph = Graph([1, 4])
case("constant_of_shape", graph, graph.add("Add", graph.add("MatMul", "x", weights(4, 3)), graph.add(
    "ConstantOfShape", ints(3), value=onnx.numpy_helper.from_array(numpy.array([0.75], "f4")))))
graph = Graph([1, 4])
case("half_precision_weights", graph,
     graph.add("MatMul", "x", graph.add("Cast", weights(4, 3).astype(numpy.float16), to=1)))

# Ends.
for opset in (11, 13):
    graph = Graph([1, 6], opset=opset)
    case(f"softmax_{opset}", graph, graph.add("Softmax", graph.add("MatMul", "x", weights(6, 4)), axis=1))
graph = Graph([1, 6])
case("log_softmax", graph, graph.add("LogSoftmax", graph.add("MatMul", "x", weights(6, 4))))
graph = Graph([1, 6])
soft = graph.add("Softmax", graph.add("MatMul", "x", weights(6, 4)))
refused("softmax_in_the_middle", graph, graph.add("Relu", soft), "supported only at the network's end")
for keep in (0, 1):
    graph = Graph([1, 6])
    index = graph.add("ArgMax", graph.add("MatMul", "x", weights(6, 4)), axis=1, keepdims=keep)
    case(f"argmax_{keep}", graph, index, count=8)
graph = Graph([1, 6])
index = graph.add("ArgMax", graph.add("Softmax", graph.add("MatMul", "x", weights(6, 4))), axis=-1)
case("argmax_of_softmax", graph, index, count=8)
graph = Graph([1, 3, 4, 4])
case("argmax_of_pixels", graph, graph.add("ArgMax", "x", axis=1), count=8)
graph = Graph([1, 6])
case("identity_and_dropout", graph,
     graph.add("Identity", graph.add("Dropout", graph.add("MatMul", "x", weights(6, 4)))))

# Refusals.
graph = Graph([1, 6], opset=6)
refused("opset_6", graph, graph.add("Relu", "x"), "the operator set is version 6; 7 to 28 are supported")
graph = Graph([1, 6], opset=29)
refused("opset_29", graph, graph.add("Relu", "x"), "the operator set is version 29; 7 to 28 are supported")
graph = Graph([1, 6])
refused("unknown_operator", graph, graph.add("Hardmax", "x"), "operator 'Hardmax' is not supported")
graph = Graph([1, 2, 5, 5])
refused("unknown_auto_pad", graph,
        graph.add("Conv", "x", weights(2, 2, 2, 2), auto_pad="SAME"), "attribute 'auto_pad' is 'SAME'; 'NOTSET'")
graph = Graph([1, 2, 5, 5])
refused("window_too_large", graph, graph.add("Conv", "x", weights(2, 2, 6, 6)), "does not fit an input of 5x5x2")
graph = Graph([1, 2, 5, 5])
refused("channels_differ", graph, graph.add("Conv", "x", weights(2, 3, 2, 2)), "its input has 2 channels")
graph = Graph([1, 2, 5, 5])
refused("group_does_not_divide", graph, graph.add("Conv", "x", weights(3, 1, 2, 2), group=2), "attribute 'group' is 2")
graph = Graph([1, 2, 5, 5])
bad = weights(2, 2, 2, 2)
bad[1, 1, 1, 1] = numpy.nan
refused("nan_weight", graph, graph.add("Conv", "x", bad), "tensor 't0', hold a NaN")
graph = Graph([1, 2, 5, 5])
bad = weights(2, 2, 2, 2)
bad[0, 0, 0, 0] = numpy.inf
refused("infinite_weight", graph, graph.add("Conv", "x", bad), "infinite value")
graph = Graph([1, 2, "H", 5])
refused("open_rows", graph, graph.add("Conv", "x", weights(2, 2, 2, 2)), "axis 2 has no fixed extent")
graph = Graph([1, 2, 5, 5])
refused("strange_attribute", graph, graph.add("Relu", "x", slope=2.0), "attribute 'slope' is not one of Relu's")
graph = Graph([1, 2, 5, 5])
refused("three_dimensional", graph, graph.add("Conv", graph.add("Unsqueeze", "x", ints(4)), weights(2, 2, 2, 2, 1)),
        "one or two more axes are supported")
graph = Graph([1, 2, 5, 5])
refused("missing_value", graph, graph.add("Relu", "nothing"), "reads 'nothing', which nothing before it makes")

# What no file may have, in nodes that nothing needs too.
graph = Graph([1, 2, 5, 5])
refused("conv_of_five", graph, graph.add("Conv", "x", weights(2, 2, 2, 2), weights(2), weights(2), weights(2)),
        "it has 5 inputs; 'Conv' has at most 3")
graph = Graph([1, 2, 5, 5])
refused("conv_to_two", graph, graph.add("Conv", "x", weights(2, 2, 2, 2), outputs=2)[0],
        "it has 2 outputs; 'Conv' has at most 1")
for kind, count in [("Relu", 2), ("Add", 3), ("Transpose", 2), ("Sigmoid", 2), ("MatMul", 3), ("Flatten", 2)]:
    graph = Graph([1, 2, 5, 5])
    refused(f"many_inputs_{kind.lower()}", graph, graph.add(kind, *["x"] * count), f"it has {count} inputs; '{kind}'")
graph = Graph([1, 2, 5, 5])
refused("constant_with_input", graph, graph.add("Add", "x", graph.add("Constant", "x", value_float=1.0)),
        "it has 1 inputs; 'Constant' has at most 0")
graph = Graph([1, 2, 5, 5])
graph.nodes.append(h.make_node("Relu", ["loop"], ["loop"], name="unneeded"))
refused("reads_itself", graph, graph.add("Relu", "x"), "node 'unneeded': error: it reads 'loop', which nothing before")
graph = Graph([1, 2, 5, 5])
graph.nodes += [h.make_node("Relu", ["b"], ["a"], name="first"), h.make_node("Relu", ["a"], ["b"], name="second")]
refused("circle", graph, graph.add("Relu", "x"), "node 'first': error: it reads 'b', which nothing before it makes")
graph = Graph([1, 2, 5, 5])
graph.nodes.append(h.make_node("Relu", ["x"], [], name="mute"))
refused("no_outputs", graph, graph.add("Relu", "x"), "node 'mute': error: it has no outputs")
graph = Graph([1, 2, 5, 5])
bounds = [numpy.array(value, dtype=numpy.float32) for value in (numpy.nan, 6.0)]
refused("clip_nan", graph, graph.add("Clip", graph.add("Conv", "x", weights(2, 2, 2, 2)), *bounds), "its 'min' is NaN")
graph = Graph([1, 2, 5, 5])
end = graph.add("Relu", "x")
model = graph.model(end)
model.ir_version = 999
graph.model = lambda output: model
refused("future_format", graph, end, "it has version 999 of the format; up to 14 is supported")

layer_cases.add(case, refused, Graph, weights, ints)
element_cases.add(case, refused, Graph, weights, ints)

with open(f"{folder}/cases.json", "w") as file:
    json.dump(cases, file)
