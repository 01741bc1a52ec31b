"""Runs an ONNX model in onnxruntime on seeded random inputs.

usage: run_model.py MODEL FOLDER COUNT SEED SCALE

Writes input.f32 and output.f32 (float32, little-endian, samples one after another, each in the model's order).
A final softmax is taken off, as the importer does.
"""
import sys

import numpy
import onnx
import onnxruntime


def without_softmax(model):
    """The model up to the softmax that it ends with, quantizers of its result left out too."""
    graph = model.graph
    makers = {output: node for node in graph.node for output in node.output}
    node = makers[graph.output[0].name]
    while node is not None and node.op_type in ("QuantizeLinear", "DequantizeLinear"):
        node = makers.get(node.input[0])
    if node is not None and node.op_type in ("Softmax", "LogSoftmax"):
        del graph.output[:]
        graph.output.append(onnx.helper.make_tensor_value_info(node.input[0], onnx.TensorProto.FLOAT, None))
    return model


def run(model, count, seed, scale):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    # Without this, products of uint8 and int8 saturate at 16 bits on processors that have no instruction for their sums.
    options.add_session_config_entry("session.x64quantprecision", "1")
    session = onnxruntime.InferenceSession(without_softmax(model).SerializeToString(), options)
    value = session.get_inputs()[0]
    shape = [extent if isinstance(extent, int) else 1 for extent in value.shape]
    shape = [1] + shape[1:] if len(shape) > 1 else shape
    generator = numpy.random.default_rng(seed)
    inputs = [(generator.standard_normal(shape) * scale).astype(numpy.float32) for _ in range(count)]
    fixed = value.shape[0] if len(shape) > 1 and isinstance(value.shape[0], int) else 1
    outputs = [session.run(None, {value.name: numpy.repeat(x, fixed, 0) if fixed > 1 else x})[0] for x in inputs]
    if fixed > 1:
        outputs = [y[:1] for y in outputs]
    return inputs, outputs


if __name__ == "__main__":
    path, folder, count, seed, scale = sys.argv[1:]
    inputs, outputs = run(onnx.load(path), int(count), int(seed), float(scale))
    numpy.concatenate([x.ravel() for x in inputs]).astype("<f4").tofile(folder + "/input.f32")
    numpy.concatenate([y.ravel() for y in outputs]).astype("<f4").tofile(folder + "/output.f32")
