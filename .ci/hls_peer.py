"""hls4ml's C++ of a QONNX model: seconds to generate and to compile, frames a second; one JSON object.

Arguments: MODEL.onnx FOLDER FRAMES [Vitis|Catapult]. Streams (io_stream), its own settings otherwise.
"""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy
import hls4ml
from qonnx.core.modelwrapper import ModelWrapper
from qonnx.transformation.infer_shapes import InferShapes
from qonnx.util.cleanup import cleanup_model
from qonnx.transformation.gemm_to_matmul import GemmToMatMul


def main():
    path, folder, frames = sys.argv[1], sys.argv[2], int(sys.argv[3])
    start = time.monotonic()
    model = cleanup_model(ModelWrapper(path))
    model = model.transform(GemmToMatMul()).transform(InferShapes())
    model = cleanup_model(model)
    config = hls4ml.utils.config.config_from_onnx_model(model, granularity="name", backend="Vitis")
    shape = model.get_tensor_shape(model.graph.input[0].name)
    peer = hls4ml.converters.convert_from_onnx_model(
        model, output_dir=folder, project_name="peer", backend="Vitis", io_type="io_stream", hls_config=config)
    peer.write()
    generated = time.monotonic()
    peer.compile()
    compiled = time.monotonic()
    samples = numpy.random.default_rng(1).normal(size=[frames] + list(shape[1:])).astype(numpy.float32)
    peer.predict(samples[:8])
    before = time.monotonic()
    peer.predict(samples)
    seconds = time.monotonic() - before
    print(json.dumps({
        "generate_seconds": generated - start, "compile_seconds": compiled - generated,
        "frames_per_second": frames / seconds}))


main()
