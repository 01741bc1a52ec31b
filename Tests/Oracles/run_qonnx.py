"""Executes a QONNX model as the PyPI package qonnx does, node by node.

usage: run_qonnx.py MODEL FOLDER COUNT

Reads input.f32 (float32, little-endian, samples one after another, each in the model's order). Writes output.f32, and
NODE.f32 for every node that quantizes what the network computes. A final softmax is taken off, as the importer does.
"""
import sys
import types

import numpy
import onnx
import onnxruntime
import qonnx.core.onnx_exec as onnx_exec
from qonnx.core.modelwrapper import ModelWrapper
from qonnx.transformation.infer_shapes import InferShapes

from run_model import without_softmax

QUANTIZERS = ("Quant", "IntQuant", "BipolarQuant", "Trunc", "FloatQuant")


def keep_sessions():
    """qonnx opens a session for every node at every call; equal ones are opened once here, without threads of their own."""
    sessions = {}
    single = onnxruntime.SessionOptions()
    single.intra_op_num_threads = 1

    def session(model):
        if model not in sessions:
            sessions[model] = onnxruntime.InferenceSession(model, single)
        return sessions[model]

    # The module's own name alone: everybody else's onnxruntime stays as it is.
    onnx_exec.rt = types.SimpleNamespace(InferenceSession=session)
    # onnx writes a newer format than onnxruntime reads.
    onnx.IR_VERSION = 8


def run(path, inputs):
    stated = without_softmax(onnx.load(path))
    # A tensor that was inside and is the output now has its shape stated twice.
    outputs = {value.name for value in stated.graph.output}
    inside = [value for value in stated.graph.value_info if value.name not in outputs]
    del stated.graph.value_info[:]
    stated.graph.value_info.extend(inside)
    model = ModelWrapper(stated).transform(InferShapes())
    graph = model.graph
    constants = {tensor.name for tensor in graph.initializer}
    for node in graph.node:
        if all(name in constants or not name for name in node.input):
            constants.update(node.output)
    kept = {n.name: n.output[0] for n in graph.node if n.op_type in QUANTIZERS and n.input[0] not in constants}
    kept["output"] = graph.output[0].name
    name = [value.name for value in graph.input if value.name not in {t.name for t in graph.initializer}][0]
    shape = model.get_tensor_shape(name)
    results = {role: [] for role in kept}
    for values in inputs:
        context = onnx_exec.execute_onnx(model, {name: values.reshape(shape)}, return_full_exec_context=True)
        for role, tensor in kept.items():
            results[role].append(numpy.asarray(context[tensor]).ravel())
    return results


if __name__ == "__main__":
    path, folder, count = sys.argv[1:]
    keep_sessions()
    inputs = numpy.fromfile(folder + "/input.f32", "<f4").reshape(int(count), -1)
    for role, values in run(path, inputs).items():
        numpy.concatenate(values).astype("<f4").tofile(folder + "/" + role + ".f32")
