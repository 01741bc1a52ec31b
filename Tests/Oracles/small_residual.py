"""Writes Tests/Models/small_residual.onnx, a network with every stage that words can wait in, small enough to simulate often.

usage: small_residual.py FILE
"""
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

random = numpy.random.default_rng(7)


def weights(name, *shape, low=-0.5):
    """Of `low` to 0.5; mostly positive ones keep every code behind a Relu in use."""
    return numpy_helper.from_array(random.uniform(low, 0.5, shape).astype(numpy.float32), name)


nodes = [
    helper.make_node("Conv", ["x", "w0", "b0"], ["c0"], name="conv", pads=[1] * 4, kernel_shape=[3, 3]),
    helper.make_node("Relu", ["c0"], ["r0"], name="relu"),
    helper.make_node("MaxPool", ["r0"], ["p"], name="pool", kernel_shape=[2, 2], strides=[2, 2]),
    helper.make_node("Conv", ["p", "w1", "b1"], ["c1"], name="branch", pads=[1] * 4, kernel_shape=[3, 3]),
    helper.make_node("Add", ["p", "c1"], ["s"], name="sum"),
    helper.make_node("Flatten", ["s"], ["f"], name="flat"),
    helper.make_node("Gemm", ["f", "w2", "b2"], ["y"], name="fc", transB=1),
]
graph = helper.make_graph(
    nodes, "small_residual", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 6, 6])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 3])],
    [weights("w0", 2, 1, 3, 3, low=-0.3), weights("b0", 2), weights("w1", 2, 2, 3, 3, low=-0.3), weights("b1", 2),
     weights("w2", 3, 18), weights("b2", 3)])
model = helper.make_model(
    graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8, producer_name="mantissa-tests")
onnx.checker.check_model(model)
onnx.save(model, sys.argv[1])
