"""Executes a model of convolutions, products and means between quantizers in 64-bit floats, and in onnxruntime.

usage: run_double.py MODEL FOLDER COUNT

Reads input.f32 (float32, samples one after another, each in the model's order). Writes double.f32, and plain.f32 and
optimized.f32, onnxruntime's without and with its optimizations; all float32. Functions of one element are 32-bit ones, of
which onnxruntime's are the definition, and so is the division of a sample.
"""
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import helper as h, numpy_helper as nh

KINDS = {"int8": (-128, 127), "uint8": (0, 255), "int16": (-(2**15), 2**15 - 1), "uint16": (0, 2**16 - 1)}


def session(model, level):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = level
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def function(kind, x):
    """onnxruntime's of 32-bit floats."""
    value = h.make_tensor_value_info("x", onnx.TensorProto.FLOAT, None)
    result = h.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None)
    graph = h.make_graph([h.make_node(kind, ["x"], ["y"])], "g", [value], [result])
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 21)], ir_version=10)
    return session(model, onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL).run(None, {"x": x.astype(np.float32)})[0].astype(np.float64)


def convolution(x, w, b, pads):
    x = np.pad(x, ((0, 0), (0, 0), (pads[0], pads[2]), (pads[1], pads[3])))
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], axis=(2, 3))
    return np.einsum("nchwij,ocij->nohw", windows, w) + b.reshape(1, -1, 1, 1)


def double(model, samples):
    graph = model.graph
    values = {tensor.name: nh.to_array(tensor) for tensor in graph.initializer}
    values[graph.input[0].name] = samples
    for node in graph.node:
        read = [values[name] for name in node.input]
        attributes = {a.name: h.get_attribute_value(a) for a in node.attribute}
        if node.op_type == "Constant":
            result = nh.to_array(attributes["value"]) if "value" in attributes else np.asarray(list(attributes.values())[0])
        elif node.op_type == "QuantizeLinear":
            x, scale, zero = read
            low, high = KINDS[zero.dtype.name]
            # Samples are 32-bit floats, and so is their quotient.
            result = np.clip(np.rint(x / (scale if x.dtype == np.float32 else np.float64(scale))) + float(zero), low, high)
        elif node.op_type == "DequantizeLinear":
            x, scale, zero = read
            result = (x.astype(np.float64) - zero.astype(np.float64)) * scale.astype(np.float64)
        elif node.op_type == "Conv":
            assert attributes.get("group", 1) == 1 and set(attributes.get("strides", [1])) == {1}
            result = convolution(*read, attributes.get("pads", [0] * 4))
        elif node.op_type == "Mul":
            result = read[0] * read[1]
        elif node.op_type == "ReduceMean":
            result = read[0].mean(axis=tuple(int(axis) for axis in read[1]), keepdims=True)
        else:
            result = function(node.op_type, read[0])
        values[node.output[0]] = result
    return values[graph.output[0].name]


if __name__ == "__main__":
    path, folder, count = sys.argv[1:]
    model = onnx.load(path)
    shape = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim]
    samples = np.fromfile(folder + "/input.f32", "<f4").reshape(int(count), *shape[1:])
    levels = onnxruntime.GraphOptimizationLevel
    results = {"double": double(model, samples)}
    for name, level in (("plain", levels.ORT_DISABLE_ALL), ("optimized", levels.ORT_ENABLE_ALL)):
        run = session(model, level)
        results[name] = np.concatenate([run.run(None, {model.graph.input[0].name: x[None]})[0] for x in samples])
    for name, values in results.items():
        values.astype("<f4").tofile(f"{folder}/{name}.f32")
    if any("microsoft" in node.domain for node in model.graph.node):
        # The same with the standard's operators.
        for node in model.graph.node:
            node.domain = ""
        onnx.save(model, folder + "/standard.onnx")
