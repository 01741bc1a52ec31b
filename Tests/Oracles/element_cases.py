"""The cases of make_cases.py for functions and arithmetic of elements, chosen elements, and constants that fold."""
import numpy


def add(case, refused, Graph, weights, ints):
    def same(array):
        return array

    def image(array):
        return array if array.ndim < 3 else numpy.moveaxis(array, 1, -1)

    def conv(graph, source="x", channels=3, outputs=None):
        return graph.add("Conv", source, weights(channels if outputs is None else outputs, channels, 1, 1))

    def number(value):
        return numpy.array(value, "f4")

    # Functions of one element.
    for kind in ("Neg", "Floor", "Ceil", "Round", "Sign", "Sin", "Cos", "Tan", "Atan", "Sinh", "Cosh", "Asinh"):
        graph = Graph([1, 3, 4])
        case(f"{kind.lower()}", graph, graph.add(kind, "x"), same)
    for kind in ("Log", "Reciprocal", "Sqrt", "Acosh"):
        graph = Graph([1, 9])
        case(f"{kind.lower()}_of_positive", graph, graph.add(kind, graph.add("Add", graph.add("Abs", "x"), number(1.25))))
    for kind in ("Asin", "Acos", "Atanh"):
        graph = Graph([1, 9])
        case(f"{kind.lower()}", graph, graph.add(kind, graph.add("Mul", graph.add("Tanh", "x"), number(0.75))))
    graph = Graph([1, 9])
    case("shrink", graph, graph.add("Shrink", "x", lambd=0.5, bias=0.25))
    for exponent in (2, 3, 1, 0.5, -1, -2):
        graph = Graph([1, 9])
        case(f"pow_{exponent}", graph, graph.add("Pow", graph.add("Add", graph.add("Abs", "x"), number(0.5)), number(exponent)))
    graph = Graph([1, 9])
    case("pow_integer", graph, graph.add("Pow", "x", ints(2)))
    graph = Graph([1, 9])
    refused("pow_of_vector", graph, graph.add("Pow", "x", weights(9)), "one finite number is supported")
    for name, constant in (("scalar", number(1.5)), ("channels", weights(3, 1, 1))):
        graph = Graph([1, 3, 4, 5])
        case(f"constant_divided_{name}", graph, graph.add("Div", constant, graph.add("Add", graph.add("Abs", "x"), number(1))),
             same if name == "scalar" else image)
    graph = Graph([1, 6])
    case("square", graph, graph.add("Mul", "x", "x"))

    # Max, Min, Sum and Mean.
    for kind in ("Max", "Min"):
        for name, shape, constant in (
                ("zero", [1, 3, 4, 5], number(0)), ("scalar", [1, 3, 4, 5], number([0.25])),
                ("channels", [1, 3, 4, 5], weights(1, 3, 1, 1)), ("vector", [1, 6], weights(6)), ("1d", [1, 3, 4], weights(3, 1))):
            for first in (False, True):
                graph = Graph(shape)
                operands = [constant, "x"] if first else ["x", constant]
                case(f"{kind.lower()}_{name}_{int(first)}", graph, graph.add(kind, *operands),
                     same if constant.size == 1 else image)
        for opset in (8, 13):
            graph = Graph([1, 3, 4, 5], opset=opset)
            case(f"{kind.lower()}_of_two_{opset}", graph, graph.add(kind, conv(graph), "x"))
        graph = Graph([1, 3, 4, 5])
        case(f"{kind.lower()}_of_four", graph, graph.add(kind, conv(graph), number(0.5), "x", conv(graph)))
        graph = Graph([1, 3, 4, 5])
        case(f"{kind.lower()}_broadcast", graph, graph.add(kind, "x", graph.add("GlobalAveragePool", "x")))
        graph = Graph([1, 6])
        case(f"{kind.lower()}_of_one", graph, graph.add(kind, "x"))
    for kind in ("Sum", "Mean"):
        for count in (1, 2, 3):
            graph = Graph([1, 3, 4, 5])
            case(f"{kind.lower()}_of_{count}", graph, graph.add(kind, "x", *[conv(graph) for _ in range(count - 1)]),
                 same if count == 1 else image)
        graph = Graph([1, 3, 4, 5])
        case(f"{kind.lower()}_with_constants", graph, graph.add(kind, weights(3, 1, 1), "x", number(0.5)))

    # A constant on the left of a product.
    graph = Graph(["N", 5, 6])
    case("matmul_left", graph, graph.add("MatMul", weights(4, 5), "x"), lambda y: numpy.moveaxis(y, 1, -1))
    graph = Graph(["N", 5, 6])
    case("matmul_left_batched", graph, graph.add("MatMul", weights(1, 4, 5), "x"), lambda y: numpy.moveaxis(y, 1, -1))
    graph = Graph(["N", 3, 5, 6])
    case("matmul_left_of_image", graph, graph.add("MatMul", weights(4, 5), "x"), same)
    graph = Graph(["N", 5, 6])
    case("matmul_left_vector", graph, graph.add("MatMul", weights(5), "x"), same)
    graph = Graph(["N", 5, 6])
    case("matmul_right_vector", graph, graph.add("MatMul", "x", weights(6)), same)
    graph = Graph([6])
    case("matmul_left_of_vector", graph, graph.add("MatMul", weights(4, 6), "x"))
    graph = Graph(["N", 5, 1])
    case("matmul_left_of_column", graph, graph.add("MatMul", weights(4, 5), "x"), same)
    graph = Graph(["N", 1, 6])
    case("matmul_left_of_row", graph, graph.add("MatMul", weights(4, 1), "x"), lambda y: numpy.moveaxis(y, 1, -1))
    graph = Graph([1, 6])
    refused("matmul_left_of_batch", graph, graph.add("MatMul", weights(3, 1), "x"), "multiplies the batch")

    # Chosen elements.
    for name, shape, axis, indices in (
            ("last_column", [1, 4, 5, 6], 3, numpy.array(-1)), ("row", [1, 4, 5, 6], 2, numpy.array(1)),
            ("channel", [1, 4, 5, 6], 1, numpy.array(-4)), ("last", [1, 4, 7], 2, numpy.array(-1)),
            ("list", [1, 4, 5, 6], 1, ints(2, 0, 3)), ("reversed", [1, 4, 5, 6], -1, ints(5, 4, 3, 2, 1, 0)),
            ("rows_twice", [1, 4, 5, 6], 2, ints(1, 1, 4)), ("steps", [1, 4, 5, 6], 2, ints(0, 2, 4)),
            ("channel_steps", [1, 4, 5, 6], 1, ints(1, 3)), ("one_in_a_list", [1, 4, 5, 6], 2, ints(-2)),
            ("vector", [1, 8], 1, ints(7, 1, 2, 3)), ("vector_element", [1, 8], 1, numpy.array(3)),
            ("int32", [1, 8], -1, numpy.array([1, -1], "i4")), ("all", [1, 4, 3], 1, ints(0, 1, 2, 3))):
        graph = Graph(shape)
        kept = indices.ndim > 0
        source = conv(graph, channels=4) if len(shape) == 4 else "x"
        places = axis % len(shape)
        arrange = image if kept else (lambda y, places=places: y if places == 1 or y.ndim < 3 else numpy.moveaxis(y, 1, -1))
        case(f"gather_{name}", graph, graph.add("Gather", source, indices, axis=axis), arrange)
    graph = Graph([1, 8])
    case("gather_matrix", graph, graph.add("Gather", "x", numpy.array([[0, 1], [4, 5], [2, 3]]), axis=1), same)
    graph = Graph([1, 8])
    refused("gather_past_the_end", graph, graph.add("Gather", "x", ints(8), axis=1), "integers from -8 to 7")
    graph = Graph([5, 8])
    refused("gather_of_the_batch", graph, graph.add("Gather", "x", ints(1), axis=0), "samples of the batch of 5")
    graph = Graph([1, 4, 5, 6])
    case("slice_backwards", graph, graph.add("Slice", conv(graph, channels=4), ints(-1), ints(-9), ints(2), ints(-1)))
    graph = Graph([1, 4, 5, 6])
    case("slice_backwards_by_two", graph, graph.add(
        "Slice", conv(graph, channels=4), ints(9, 3), ints(0, -2**63), ints(3, 1), ints(-2, -3)))
    graph = Graph([1, 4, 5, 6])
    case("slice_channel_steps", graph, graph.add("Slice", conv(graph, channels=4), ints(0), ints(4), ints(1), ints(2)))
    graph = Graph([1, 4, 5, 6])
    refused("slice_of_nothing", graph, graph.add("Slice", "x", ints(3), ints(3), ints(2)), "takes none of the 5 elements")

    # Repeated elements, and reductions of functions.
    for name, shape, kernel, target in (
            ("columns", [1, 3, 4, 1], 1, ints(1, 3, 4, 5)), ("image", [1, 3, 1, 1], 1, ints(1, 3, 4, 5)),
            ("same", [1, 3, 4, 5], 1, ints(1, 1, 1, 1)), ("channels", [1, 1, 4, 5], 1, ints(6, 1, 1))):
        graph = Graph(shape)
        source = graph.add("Relu", conv(graph, channels=shape[1]))
        case(f"expand_{name}", graph, graph.add("Expand", source, target))
    for name, repeats in (("rows", ints(1, 1, 2, 1)), ("channels", ints(1, 3, 1, 1)), ("none", ints(1, 1, 1, 1))):
        graph = Graph([1, 3, 4, 5])
        case(f"tile_{name}", graph, graph.add("Tile", conv(graph), repeats))
    for opset in (11, 13, 18):
        for kind in ("ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp"):
            graph = Graph([1, 3, 4, 5], opset=opset)
            source = graph.add("Abs", conv(graph)) if kind == "ReduceL2" else conv(graph)
            if opset < 18:
                reduced = graph.add(kind, source, axes=[2, 3])
            else:
                reduced = graph.add(kind, source, ints(-1, -2))
            case(f"{kind.lower()}_{opset}", graph, reduced)
    graph = Graph([1, 6])
    case("argmin", graph, graph.add("ArgMin", "x", axis=1), count=8)

    # Padding that a maximum leaves out, and how it is written.
    lowest = numpy.finfo("f4").min
    for name, value in (("infinite", -numpy.inf), ("lowest", lowest)):
        for opset in (10, 13, 18):
            graph = Graph([1, 2, 6, 7], opset=opset)
            pads = [0, 0, 1, 0, 0, 0, 1, 2]
            padded = (graph.add("Pad", "x", pads=pads, value=float(value)) if opset < 11
                      else graph.add("Pad", "x", ints(*pads), number(value)))
            if opset < 11 and name == "infinite":
                continue
            case(f"pad_{name}_before_maxpool_{opset}", graph, graph.add("MaxPool", padded, kernel_shape=[3, 3], strides=[2, 2]))
    graph = Graph([1, 2, 9])
    case("pad_before_maxpool_1d", graph, graph.add(
        "MaxPool", graph.add("Pad", "x", ints(0, 0, 1, 0, 0, 1), number(lowest)), kernel_shape=[2], strides=[2]))
    graph = Graph([1, 2, 6, 6])
    case("pad_zero_after_relu", graph, graph.add("MaxPool", graph.add(
        "Pad", graph.add("Relu", "x"), ints(0, 0, 1, 1, 0, 0, 1, 1)), kernel_shape=[3, 3], strides=[2, 2]))
    graph = Graph([1, 2, 6, 6])
    case("pad_zero_before_maxpool", graph, graph.add("MaxPool", graph.add(
        "Pad", "x", ints(0, 0, 2, 2, 0, 0, 2, 2), number(0)), kernel_shape=[2, 2], strides=[2, 2]))
    graph = Graph([1, 2, 6, 6])
    padded = graph.add("Pad", "x", ints(0, 0, 1, 1, 0, 0, 1, 1), number(lowest))
    case("pad_read_by_two_maxima", graph, graph.add(
        "Concat", graph.add("MaxPool", padded, kernel_shape=[3, 3]), graph.add("MaxPool", padded, kernel_shape=[3, 3]), axis=1))
    graph = Graph([1, 2, 6, 6])
    refused("pad_lowest_before_conv", graph, conv(graph, graph.add(
        "Pad", "x", ints(0, 0, 1, 1, 0, 0, 1, 1), number(lowest)), 2), "only a MaxPool whose windows hold more than padding")
    graph = Graph([1, 2, 6, 6])
    refused("pad_lowest_as_large_as_the_window", graph, graph.add("MaxPool", graph.add(
        "Pad", "x", ints(0, 0, 2, 0, 0, 0, 0, 0), number(-numpy.inf)), kernel_shape=[2, 2]), "only a MaxPool whose windows")
    graph = Graph([1, 2, 6, 7])
    case("maxpool_storage_order", graph, graph.add("MaxPool", "x", kernel_shape=[3, 2], storage_order=1))

    # Constants that are computed. The legacy padding of PyTorch and that of Keras.
    for version, shape, own in ((11, [1, 4, 16], [2, 0]), (13, [1, 4, 8, 9], [1, 2, 1, 2]), (20, [1, 4, 16], [8, 0])):
        graph = Graph(shape, opset=version)
        zeros = graph.add("ConstantOfShape", ints(2 * len(shape) - len(own)), value=tensor(ints(0)))
        pairs = graph.add("Reshape", graph.add("Concat", ints(*own), zeros, axis=0), ints(-1, 2))
        turned = graph.add("Transpose", graph.add("Slice", pairs, ints(-1), ints(-2**63 + 1), ints(0), ints(-1)), perm=[1, 0])
        pads = graph.add("Cast", graph.add("Reshape", turned, ints(-1)), to=7)
        case(f"folded_legacy_padding_{version}", graph, graph.add(
            "Conv", graph.add("Pad", "x", pads, ""), weights(3, 4, *[3] * (len(shape) - 2))))
    graph = Graph([1, 3, 8, 8])
    size = graph.add("Gather", graph.add("Shape", "x"), ints(2, 3))
    outputs = graph.add("Div", graph.add("Sub", graph.add("Add", size, ints(2)), ints(1)), ints(2))
    total = graph.add("Sub", graph.add("Add", graph.add("Mul", graph.add("Sub", outputs, ints(1)), ints(2)), ints(3)), size)
    total = graph.add("Max", total, ints(0))
    before = graph.add("Div", total, ints(2))
    pads = graph.add("Concat", ints(0, 0), before, ints(0, 0), graph.add("Sub", total, before), axis=0)
    case("folded_same_padding", graph, graph.add("Conv", graph.add("Pad", "x", pads), weights(2, 3, 3, 3), strides=[2, 2]))
    graph = Graph([1, 3, 4, 4])
    shape = graph.add("Shape", "x")
    channels = graph.add("Cast", graph.add("Slice", shape, ints(1), ints(2)), to=1)
    case("folded_factor", graph, graph.add("Mul", "x", graph.add("Reciprocal", graph.add("Sqrt", channels))), same)
    graph = Graph([1, 3, 4, 4])
    extents = graph.add("Where", graph.add("Equal", ints(0, -1), ints(-1)), graph.add("Size", "x"), ints(1, 1))
    case("folded_where", graph, graph.add("Gemm", graph.add("Reshape", "x", extents), weights(48, 5)))
    graph = Graph([1, 6])
    grid = graph.add("Tile", graph.add("Unsqueeze", graph.add("Cast", graph.add(
        "Range", numpy.array(0), numpy.array(6), numpy.array(1)), to=1), ints(1)), ints(1, 3))
    scattered = graph.add("ScatterND", grid, numpy.array([[5, 0], [0, 2]]), weights(2))
    case("folded_weights", graph, graph.add("MatMul", "x", scattered))
    graph = Graph([1, 2, 5])
    wide = graph.add("Expand", weights(2, 1), ints(3, 2, 1))
    case("folded_expand", graph, graph.add("Conv", "x", graph.add("Pad", wide, ints(0, 0, 1, 0, 0, 1))))
    graph = Graph([1, 4])
    refused("folded_too_large", graph, graph.add("Add", "x", graph.add(
        "ConstantOfShape", ints(1 << 40))), "is negative or too large")
    graph = Graph([1, 4])
    refused("folded_range_too_long", graph, graph.add("Add", "x", graph.add("Cast", graph.add(
        "Range", numpy.array(0), numpy.array(2**62), numpy.array(1)), to=1)), "which is too far")
    graph = Graph([1, 4])
    refused("folded_tile_too_large", graph, graph.add("Add", "x", graph.add(
        "Tile", weights(4), ints(1 << 60))), "it repeats shape")
    graph = Graph([1, 4])
    refused("folded_division_by_zero", graph, graph.add("Reshape", "x", graph.add("Div", ints(1, 4), ints(0))), "is no integer")


def tensor(array):
    import onnx
    return onnx.numpy_helper.from_array(array)
