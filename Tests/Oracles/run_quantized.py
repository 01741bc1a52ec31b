"""Executes the models of make_quantized.py on the inputs beside them.

usage: run_quantized.py FOLDER COUNT

Reads NAME.input.f32 of every case that is there (samples one after another, each in the model's order), or NAME.codes.f32
where the model takes integers, and writes NAME.output.f32: real values, or the integers of an output of codes.
"""
import json
import os
import sys

import numpy
import onnx
import onnxruntime

import run_qonnx
from run_model import without_softmax


def run_onnxruntime(stem, count):
    """With all of onnxruntime's optimizations: quantizers around an operator make it an integer one."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    text = without_softmax(onnx.load(stem + ".onnx")).SerializeToString()
    try:
        session = onnxruntime.InferenceSession(text, exact_products(options))
    except onnxruntime.capi.onnxruntime_pybind11_state.NotImplemented:
        # It has no products of these types then.
        session = onnxruntime.InferenceSession(text, options)
    value = session.get_inputs()[0]
    types = {"tensor(uint8)": numpy.uint8, "tensor(int8)": numpy.int8, "tensor(float)": numpy.float32}
    type = types[value.type]
    feed = samples(stem, "input" if type is numpy.float32 else "codes", count).astype(type)
    return [session.run(None, {value.name: x.reshape(value.shape)})[0].ravel() for x in feed]


def exact_products(options):
    """Without this, products of uint8 and int8 saturate at 16 bits on processors without an instruction for their sums."""
    exact = onnxruntime.SessionOptions()
    exact.log_severity_level = options.log_severity_level
    exact.intra_op_num_threads = options.intra_op_num_threads
    exact.add_session_config_entry("session.x64quantprecision", "1")
    return exact


def samples(stem, kind, count):
    return numpy.fromfile(f"{stem}.{kind}.f32", "<f4").reshape(count, -1)


if __name__ == "__main__":
    folder, count = sys.argv[1:]
    run_qonnx.keep_sessions()
    with open(folder + "/cases.json") as file:
        cases = json.load(file)
    for case in cases:
        stem = f"{folder}/{case['name']}"
        if not os.path.exists(stem + ".input.f32"):
            continue
        if case["oracle"] == "qonnx":
            outputs = run_qonnx.run(stem + ".onnx", samples(stem, "input", int(count)))["output"]
        else:
            outputs = run_onnxruntime(stem, int(count))
        numpy.concatenate(outputs).astype("<f4").tofile(stem + ".output.f32")
