"""The cases of make_cases.py for layers that move, join, scale or pool elements and for functions of one element."""
import numpy


def add(case, refused, Graph, weights, ints):
    def image(array):
        return array if array.ndim < 3 else numpy.moveaxis(array, 1, -1)

    def same(array):
        return array

    def conv(graph, source="x", channels=3, outputs=None, size=1):
        outputs = channels if outputs is None else outputs
        pads = [size // 2] * 4
        return graph.add("Conv", source, weights(outputs, channels, size, size), pads=pads)

    # Concatenation.
    for axis in (1, 2, 3, -1):
        graph = Graph([1, 3, 4, 5])
        shape = [1, 3, 4, 5]
        case(f"concat_{axis}", graph, graph.add("Concat", conv(graph), "x", graph.add("Relu", "x"), axis=axis))
    graph = Graph([1, 3, 4, 4])
    case("concat_different", graph, graph.add(
        "Concat", conv(graph, outputs=5), conv(graph, outputs=2), axis=1))
    graph = Graph([1, 6])
    case("concat_vectors", graph, graph.add("MatMul", graph.add(
        "Concat", graph.add("MatMul", "x", weights(6, 3)), "x", axis=1), weights(9, 4)))
    graph = Graph([1, 3, 9])
    case("concat_1d", graph, graph.add("Concat", graph.add("Conv", "x", weights(2, 3, 1)), "x", axis=1))
    graph = Graph([1, 1, 4, 4])
    case("concat_one_channel", graph, graph.add("Concat", "x", graph.add("Relu", "x"), axis=1))
    graph = Graph([1, 4, 4, 2])
    left = graph.add("Transpose", conv(graph, graph.add("Transpose", "x", perm=[0, 3, 1, 2]), 2), perm=[0, 2, 3, 1])
    case("concat_channels_last", graph, graph.add("Concat", left, graph.add("Relu", left), axis=3), same)
    graph = Graph([1, 2, 4, 4])
    flat = graph.add("Flatten", conv(graph, channels=2))
    case("concat_flattened", graph, graph.add("Concat", flat, flat, axis=1))
    graph = Graph([2, 3, 4, 4])
    refused("concat_batch", graph, graph.add("Concat", "x", "x", axis=0), "joins along the batch")

    # Slices and splits.
    for name, starts, ends, axes, steps in (
            ("channels", [1], [3], [1], None), ("rows", [-3], [9999], [2], None), ("columns", [0], [-2], [-1], None),
            ("two_axes", [1, 2], [4, 5], [2, 3], None), ("steps", [1, 0], [5, 6], [2, 3], [2, 3]),
            ("all", [0, 0, 0, 0], [1, 9, 9, 9], None, None)):
        graph = Graph([1, 4, 5, 6])
        operands = [ints(*starts), ints(*ends)] + ([ints(*axes)] if axes else []) + ([ints(*steps)] if steps else [])
        case(f"slice_{name}", graph, graph.add("Slice", conv(graph, channels=4), *operands))
    graph = Graph([1, 4, 5, 6], opset=9)
    case("slice_attributes", graph, graph.add("Slice", conv(graph, channels=4), starts=[1, 1], ends=[3, 4], axes=[1, 2]))
    graph = Graph([1, 5, 6, 4])
    part = graph.add("Slice", "x", ints(1, 0), ints(5, 4), ints(1, 2))
    case("slice_channels_last_input", graph, conv(graph, graph.add("Transpose", part, perm=[0, 3, 1, 2]), 4))
    graph = Graph([6, 4])
    refused("slice_batch", graph, graph.add("Slice", "x", ints(1), ints(3), ints(0)), "a part of the batch of 6")
    graph = Graph([1, 4, 5, 6])
    case("slice_input_then_conv", graph, conv(graph, graph.add("Slice", "x", ints(1), ints(4), ints(1)), 3))
    graph = Graph([1, 9])
    case("slice_vector", graph, graph.add("Slice", "x", ints(2), ints(7), ints(1)))
    for opset, operands, attributes in (
            (11, [], {"split": [1, 3]}), (13, [ints(1, 3)], {}), (13, [], {}), (18, [], {"num_outputs": 2})):
        graph = Graph([1, 4, 3, 3], opset=opset)
        parts = graph.add("Split", conv(graph, channels=4), *operands, outputs=2, axis=1, **attributes)
        case(f"split_{opset}_{len(operands)}", graph, graph.add("Concat", parts[1], parts[0], axis=1))
    graph = Graph([1, 5, 3, 3], opset=18)
    parts = graph.add("Split", conv(graph, channels=5), outputs=3, axis=1, num_outputs=3)
    case("split_unevenly", graph, graph.add("Add", parts[0], parts[1]))
    graph = Graph([1, 4, 6])
    parts = graph.add("Split", "x", outputs=2, axis=2)
    case("split_1d", graph, graph.add("Sub", parts[0], parts[1]))

    # Padding.
    for name, pads in (("image", [0, 0, 1, 2, 0, 0, 3, 0]), ("channels", [0, 2, 0, 0, 0, 1, 0, 0]),
                       ("crops", [0, 0, -1, 2, 0, 0, 1, -2]), ("all", [0, 1, 1, 1, 0, 1, 1, 1])):
        for value in (None, 1.5):
            graph = Graph([1, 3, 4, 5])
            operands = [ints(*pads)] + ([] if value is None else [numpy.array(value, "f4")])
            case(f"pad_{name}_{value}", graph, graph.add("Pad", "x", *operands))
    graph = Graph([1, 3, 4, 5], opset=9)
    case("pad_attributes", graph, graph.add("Pad", "x", pads=[0, 0, 1, 1, 0, 0, 2, 2], value=-1.0))
    graph = Graph([1, 3, 4, 5], opset=18)
    case("pad_axes", graph, graph.add("Pad", "x", ints(1, 2, 3, 4), "", ints(-1, 2)))
    graph = Graph([1, 4, 5, 2])
    padded = graph.add("Pad", "x", ints(0, 1, 1, 0, 0, 1, 1, 0))
    case("pad_channels_last", graph, conv(graph, graph.add("Transpose", padded, perm=[0, 3, 1, 2]), 2, size=3))
    graph = Graph([1, 2, 7])
    case("pad_1d", graph, graph.add("Conv", graph.add("Pad", "x", ints(0, 0, 1, 0, 0, 2)), weights(3, 2, 3)))
    for pads in ([0, 0, 1, 1, 0, 0, 1, 1], [0, 0, 5, 0, 0, 0, 1, 1]):
        graph = Graph([1, 3, 6, 6])
        case(f"pad_before_conv_{pads[2]}", graph, graph.add(
            "Conv", graph.add("Pad", graph.add("Relu", conv(graph)), ints(*pads)), weights(2, 3, 3, 3), strides=[2, 2]))
    graph = Graph([1, 3, 6, 6])
    case("pad_before_average", graph, graph.add(
        "AveragePool", graph.add("Pad", "x", ints(0, 0, 1, 1, 0, 0, 1, 1)), kernel_shape=[3, 3]))
    graph = Graph([1, 3, 4, 5])
    refused("pad_reflects", graph, graph.add("Pad", "x", ints(0, 0, 1, 1, 0, 0, 1, 1), mode="reflect"), "'constant' is")

    # Average pools that leave padding out, and those that round up.
    for name, attributes in (
            ("pads", {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}),
            ("pads_strides", {"kernel_shape": [3, 2], "pads": [2, 0, 1, 1], "strides": [2, 2]}),
            ("same_upper", {"kernel_shape": [3, 3], "strides": [2, 2], "auto_pad": "SAME_UPPER"}),
            ("same_lower", {"kernel_shape": [2, 4], "strides": [2, 3], "auto_pad": "SAME_LOWER"}),
            ("ceil", {"kernel_shape": [3, 3], "strides": [2, 2], "ceil_mode": 1}),
            ("ceil_pads", {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1], "ceil_mode": 1})):
        for counts in (0, 1):
            # What rounding up adds counted in some versions of onnxruntime.
            if counts and "ceil_mode" in attributes:
                continue
            graph = Graph([1, 2, 6, 8])
            case(f"averagepool_{name}_{counts}", graph,
                 graph.add("AveragePool", "x", count_include_pad=counts, **attributes))
    graph = Graph([1, 2, 9])
    case("averagepool_1d_pads", graph, graph.add("AveragePool", "x", kernel_shape=[4], pads=[2, 1], strides=[2]))
    graph = Graph([1, 2, 7], opset=19)
    case("averagepool_dilations", graph, graph.add(
        "AveragePool", "x", kernel_shape=[2], dilations=[3], pads=[1, 1]))

    # Reductions.
    for kind in ("ReduceMean", "ReduceSum", "ReduceMax"):
        for axes in ([2, 3], [-1], [2]) + (([1], [1, 2, 3]) if kind != "ReduceMax" else ()):
            for keeps in (0, 1):
                graph = Graph([1, 3, 4, 5], opset=13)
                source = conv(graph)
                arrange = image if keeps else (lambda y, axes=axes: numpy.moveaxis(y, 1, -1) if 1 not in axes else y)
                name = f"{kind.lower()}_{'_'.join(str(a) for a in axes)}_{keeps}"
                if kind == "ReduceSum":
                    case(name, graph, graph.add(kind, source, ints(*axes), keepdims=keeps), arrange)
                else:
                    case(name, graph, graph.add(kind, source, axes=axes, keepdims=keeps), arrange)
    graph = Graph([1, 3, 4, 5], opset=18)
    case("reduce_mean_18", graph, graph.add("ReduceMean", "x", ints(2, 3), keepdims=0))
    graph = Graph([1, 7])
    case("reduce_mean_vector", graph, graph.add("ReduceMean", "x", axes=[1]))
    graph = Graph([1, 3, 4])
    refused("reduce_max_channels", graph,
            graph.add("ReduceMax", graph.add("Conv", "x", weights(3, 3, 1)), axes=[1]), "takes the largest channel")
    graph = Graph([4, 3])
    refused("reduce_batch", graph, graph.add("ReduceMean", "x", axes=[0]), "reduces the batch of 4")

    # Upsampling.
    scales = numpy.array([1, 1, 2, 3], "f4")
    for name, attributes in (
            ("floor", {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}), ("default", {}),
            ("ceil", {"coordinate_transformation_mode": "half_pixel", "nearest_mode": "round_prefer_ceil"})):
        graph = Graph([1, 2, 3, 4])
        case(f"resize_{name}", graph, graph.add("Resize", conv(graph, channels=2), "", scales, **attributes))
    graph = Graph([1, 2, 3, 4])
    case("resize_sizes", graph, graph.add("Resize", "x", "", "", ints(1, 2, 6, 4)))
    graph = Graph([1, 2, 5], opset=13)
    case("resize_1d", graph, graph.add("Resize", "x", "", numpy.array([1, 1, 4], "f4")))
    graph = Graph([1, 2, 3, 4], opset=9)
    case("upsample_9", graph, graph.add("Upsample", "x", scales))
    graph = Graph([1, 2, 3, 4], opset=10)
    case("resize_10", graph, graph.add("Resize", "x", scales))
    graph = Graph([1, 2, 3, 4])
    refused("resize_linear", graph, graph.add("Resize", "x", "", scales, mode="linear"), "'nearest' is supported")
    graph = Graph([1, 2, 4, 4])
    refused("resize_fraction", graph,
            graph.add("Resize", "x", "", numpy.array([1, 1, 1.5, 1], "f4")), "an equal number of times")

    # Transposed convolutions.
    for name, shape, kernel, attributes in (
            ("plain", [1, 2, 3, 4], [2, 3, 3, 3], {}),
            ("strides", [1, 2, 3, 4], [2, 3, 3, 2], {"strides": [2, 3]}),
            ("pads", [1, 2, 5, 5], [2, 3, 3, 3], {"strides": [2, 2], "pads": [1, 0, 1, 2]}),
            ("output_padding", [1, 2, 3, 3], [2, 3, 3, 3],
             {"strides": [3, 2], "output_padding": [2, 1], "pads": [1, 1, 1, 1]}),
            ("output_padding_past_the_kernel", [1, 2, 3, 3], [2, 3, 1, 1], {"strides": [3, 2], "output_padding": [2, 1]}),
            ("output_shape", [1, 2, 3, 3], [2, 3, 3, 3], {"strides": [3, 2], "output_shape": [10, 8]}),
            ("same_upper", [1, 2, 3, 3], [2, 3, 3, 3], {"strides": [2, 2], "auto_pad": "SAME_UPPER"}),
            ("same_lower", [1, 2, 3, 3], [2, 3, 3, 4], {"strides": [2, 2], "auto_pad": "SAME_LOWER"}),
            ("dilations", [1, 2, 4, 4], [2, 3, 2, 3], {"dilations": [2, 3], "strides": [2, 1]}),
            ("groups", [1, 6, 3, 3], [6, 2, 3, 3], {"group": 3, "strides": [2, 2]}),
            ("crops", [1, 2, 6, 6], [2, 3, 2, 2], {"pads": [2, 2, 1, 2]}),
            ("one_element", [1, 2, 1, 1], [2, 3, 2, 2], {"strides": [2, 2]}),
            ("1d", [1, 2, 5], [2, 3, 4], {"strides": [2], "pads": [1, 1]})):
        for bias in (False, True):
            graph = Graph(shape)
            outputs = kernel[1] * attributes.get("group", 1)
            operands = [weights(*kernel)] + ([weights(outputs)] if bias else [])
            case(f"convtranspose_{name}_{int(bias)}", graph, graph.add("ConvTranspose", "x", *operands, **attributes))

    # Products and sums with broadcasting.
    graph = Graph([1, 3, 4, 4])
    case("product", graph, graph.add("Mul", conv(graph), "x"))
    graph = Graph([1, 3, 4, 5])
    gate = graph.add("Sigmoid", conv(graph, graph.add("GlobalAveragePool", "x")))
    case("squeeze_and_excitation", graph, graph.add("Mul", "x", gate))
    graph = Graph([1, 3, 4, 5])
    gate = graph.add("Sigmoid", graph.add("Gemm", graph.add(
        "Flatten", graph.add("GlobalAveragePool", conv(graph))), weights(3, 3)))
    gate = graph.add("Unsqueeze", graph.add("Unsqueeze", gate, ints(2)), ints(3))
    case("excitation_from_a_vector", graph, graph.add("Mul", gate, "x"))
    graph = Graph([1, 3, 4, 5])
    case("mask_of_one_channel", graph, graph.add("Mul", conv(graph), conv(graph, outputs=1)))
    graph = Graph([1, 3, 4, 5])
    case("broadcast_addition", graph, graph.add("Add", graph.add("GlobalAveragePool", "x"), "x"))
    graph = Graph([1, 3, 4, 5])
    case("broadcast_rows", graph, graph.add("Sub", conv(graph), graph.add("ReduceMean", "x", axes=[2])))
    graph = Graph([1, 6])
    case("swish", graph, graph.add("Mul", "x", graph.add("Sigmoid", "x")))

    # Functions of one element.
    for kind, opset, attributes in (
            ("LeakyRelu", 13, {}), ("LeakyRelu", 13, {"alpha": 0.3}), ("Elu", 13, {}), ("Elu", 13, {"alpha": 0.4}),
            ("Celu", 13, {"alpha": 0.7}), ("ThresholdedRelu", 13, {"alpha": 0.5}), ("Sigmoid", 13, {}),
            ("Tanh", 13, {}), ("HardSigmoid", 13, {}), ("HardSigmoid", 13, {"alpha": 0.3, "beta": 0.4}),
            ("HardSwish", 14, {}), ("Softplus", 13, {}), ("Softsign", 13, {}), ("Mish", 18, {}), ("Abs", 13, {}),
            ("Exp", 13, {}), ("Erf", 13, {}), ("Gelu", 20, {}), ("Gelu", 20, {"approximate": "tanh"})):
        graph = Graph([1, 3, 4], opset=opset)
        case(f"{kind.lower()}_{'_'.join(str(v) for v in attributes.values())}", graph,
             graph.add(kind, "x", **attributes), same, scale=3.0)
    graph = Graph([1, 9])
    case("sqrt", graph, graph.add("Sqrt", graph.add("Abs", "x")))
    for name, shape, slopes in (
            ("scalar", [1, 3, 4, 4], weights(1)), ("channels", [1, 3, 4, 4], weights(3, 1, 1)),
            ("channels_4", [1, 3, 4, 4], weights(1, 3, 1, 1)), ("vector", [1, 5], weights(5)),
            ("1d", [1, 3, 6], weights(3, 1))):
        graph = Graph(shape)
        case(f"prelu_{name}", graph, graph.add("PRelu", "x", slopes), same if name == "scalar" else image)
    graph = Graph([1, 3, 4, 4])
    refused("prelu_of_elements", graph, graph.add("PRelu", "x", weights(3, 4, 4)), "one for each channel")

    # The largest.
    for opset in (10, 13):
        graph = Graph([1, 6], opset=opset)
        scores = graph.add("MatMul", "x", weights(6, 4))
        case(f"topk_{opset}", graph, graph.add("TopK", scores, ints(1), outputs=2)[1], count=8)
    graph = Graph([1, 3, 4, 4])
    case("topk_of_pixels", graph, graph.add("TopK", conv(graph), ints(1), outputs=2, axis=1)[1], count=8)
    graph = Graph([1, 6])
    refused("topk_2", graph, graph.add("TopK", "x", ints(2), outputs=2)[1], "its k is 2; 1 is supported")
    graph = Graph([1, 6])
    refused("topk_values", graph, graph.add("TopK", "x", ints(1), outputs=2)[0], "the largest value, is used")

    graph = Graph([1, 6])
    refused("dropout_in_training", graph, graph.add(
        "Dropout", "x", numpy.array(0.5, "f4"), numpy.array(True)), "its training mode is on")

    # Functions of two slopes of wide sums: one slope, or one a channel.
    graph = Graph([1, 3, 6, 6])
    case("bend_leaky", graph, graph.add("LeakyRelu", conv(graph, outputs=5, size=3), alpha=0.1))
    graph = Graph([1, 3, 6, 6])
    case("bend_channels", graph, graph.add("PRelu", conv(graph, outputs=5, size=3), weights(5, 1, 1)))
    graph = Graph([1, 9])
    hidden = graph.add("LeakyRelu", graph.add("Gemm", "x", weights(9, 7), weights(7)))
    case("bend_dense", graph, graph.add("Abs", graph.add("MatMul", hidden, weights(7, 4))))
    graph = Graph([1, 3, 6, 6])
    case("bend_sum", graph, graph.add("LeakyRelu", graph.add("Add", "x", conv(graph)), alpha=-0.25))

    # As hls4ml's example tiny_unet: down, up again, and across.
    for name in ("tiny_unet", "tiny_unet_resized"):
        graph = Graph([1, 2, 8, 8])
        across = graph.add("LeakyRelu", conv(graph, channels=2, outputs=4, size=3), alpha=0.2)
        down = graph.add("MaxPool", across, kernel_shape=[2, 2], strides=[2, 2])
        deep = graph.add("LeakyRelu", conv(graph, down, 4, 6, 3), alpha=0.2)
        if name == "tiny_unet":
            up = graph.add("ConvTranspose", deep, weights(6, 4, 2, 2), weights(4), strides=[2, 2])
        else:
            up = conv(graph, graph.add("Resize", deep, "", numpy.array([1, 1, 2, 2], "f4"), mode="nearest"), 6, 4)
        joined = graph.add("Relu", conv(graph, graph.add("Concat", up, across, axis=1), 8, 4, 3))
        case(name, graph, conv(graph, joined, 4, 3))
