"""Verilog of a network by another generator; prints one JSON object: files, top, cycles, what a reader should know, or an error.

Arguments: da4ml MODEL.onnx FOLDER, or nngen MODEL.onnx FOLDER UNITS as-is|dense. The Python that runs it has the generators.
NNgen makes 8-bit networks of its own choice of scales: of every model it gets floats. `dense` rewrites first what it cannot
read: quantizers are dropped (those of weights are carried out), MatMul with Add becomes Gemm, Softmax goes.
"""
import glob
import importlib.metadata
import json
import os
import re
import subprocess
import sys

import numpy as np
import onnx
from onnx import numpy_helper

LIMIT = 300   # seconds of a simulation


def quantized(values, scale, bits, signed=True):
    """Of QONNX's Quant with ROUND: halves to even."""
    low, high = (-2 ** (bits - 1), 2 ** (bits - 1) - 1) if signed else (0, 2 ** bits - 1)
    return np.clip(np.round(values / scale), low, high) * scale


class Model:
    """An ONNX graph with its constants."""

    def __init__(self, path):
        self.proto = onnx.load(path)
        self.graph = self.proto.graph
        self.constants = {tensor.name: numpy_helper.to_array(tensor).astype(float) for tensor in self.graph.initializer}
        for node in self.graph.node:
            if node.op_type in ("Quant", "DequantizeLinear") and node.input[0] in self.constants:
                self.constants[node.output[0]] = self.carried_out(node)

    def carried_out(self, node):
        values, *rest = [self.constants[name] for name in node.input]
        if node.op_type == "DequantizeLinear":
            return values * rest[0]
        return quantized(values, float(rest[0]), int(rest[2]))

    def only(self, kind, source):
        """The one node of a kind that reads a tensor; nil where none does."""
        return next((node for node in self.graph.node if node.op_type == kind and source in node.input), None)


def da4ml(path, folder):
    """The fully unrolled network in a pipeline, each layer a MatMul, an Add, and a Relu with a quantizer."""
    from da4ml.codegen import RTLModel
    from da4ml.trace import FixedVariableArray, HWConfig, comb_trace

    model = Model(path)
    tensor = model.graph.input[0]
    count = tensor.type.tensor_type.shape.dim[1].dim_value
    ones = np.ones(count, dtype=int)
    # The input that `compile` takes, 16 bits of which 10 are behind the point.
    first = signals = FixedVariableArray.from_kif(ones, 5 * ones, 10 * ones, HWConfig(1, -1, -1))
    # The same in floats, in which all of these numbers are exact.
    samples = values = np.random.default_rng(1).integers(-8192, 8192, [1000, count]) / 1024
    name = tensor.name
    while product := model.only("MatMul", name):
        total = model.only("Add", product.output[0])
        weights, bias = model.constants[product.input[1]], model.constants[total.input[1]]
        signals, values, name = signals @ weights + bias, values @ weights + bias, total.output[0]
        if relu := model.only("Relu", name):
            quantizer = model.only("Quant", relu.output[0])
            scale, bits = float(model.constants[quantizer.input[1]]), int(model.constants[quantizer.input[3]])
            fraction = int(-np.log2(scale))
            signals = signals.relu().quantize(0, bits - fraction, fraction, "SAT", "RND")
            # It has no rounding of halves to even; halves go up.
            values = np.clip(np.floor(values / scale + 0.5), 0, 2 ** bits - 1) * scale
            name = quantizer.output[0]
    logic = comb_trace(first, signals)
    if not np.array_equal(logic.predict(samples), values):
        raise ValueError("its model differs from the network")
    design = RTLModel(logic, "network", folder, latency_cutoff=5, print_latency=False)
    design.write()
    # No table is used; the module of tables has none to read.
    sources = [file for file in glob.glob(f"{folder}/src/**/*.v", recursive=True) if not file.endswith(("_wrapper.v", "lookup_table.v"))]
    stages = len(design._pipe.solutions)
    return {"top": "network", "clock": "clk", "sources": sorted(sources), "cycles": 1, "latency": stages + 1,
            "note": f"unrolled, {stages} stages, one frame a cycle by construction; halves round up, as it has no other rounding"}


def dense(model, path):
    """What NNgen reads: Gemm in place of MatMul and Add, neither quantizers nor Softmax."""
    source, result = model.graph.input[0], model.graph.output[0]
    nodes, replaced, skipped, extra = [], {}, set(), {}
    if model.only("MatMul", source.name):   # it fails on a Gemm that reads the input itself
        nodes.append(onnx.helper.make_node("Flatten", [source.name], ["given"], axis=1))
        replaced[source.name] = "given"
    for node in model.graph.node:
        inputs = [replaced.get(name, name) for name in node.input]
        if node.op_type in ("Softmax", "Quant", "DequantizeLinear"):
            if node.output[0] not in model.constants:
                replaced[node.output[0]] = inputs[0]
        elif node.op_type == "MatMul":
            total = model.only("Add", node.output[0])
            bias = next(name for name in total.input if name != node.output[0])
            extra[node.input[1] + "_transposed"] = model.constants[node.input[1]].T
            nodes.append(onnx.helper.make_node(
                "Gemm", [inputs[0], node.input[1] + "_transposed", bias], list(total.output), transB=1))
            skipped.add(total.output[0])
        elif node.op_type == "Reshape" and model.only("MatMul", node.output[0]):
            nodes.append(onnx.helper.make_node("Flatten", inputs[:1], list(node.output), axis=1))
        elif node.output[0] not in skipped:
            copy = onnx.NodeProto()
            copy.CopyFrom(node)
            copy.input[:] = inputs
            for attribute in copy.attribute:
                if attribute.name == "pads":   # it takes them as top, bottom, left, right
                    attribute.ints[1], attribute.ints[2] = attribute.ints[2], attribute.ints[1]
            nodes.append(copy)
    # Names that are no Verilog.
    known = {}
    plain = lambda name: known.setdefault(name, f"t{len(known)}") if name else name
    used = {name for node in nodes for name in node.input}
    integers = {t.name for t in model.graph.initializer if t.data_type == onnx.TensorProto.INT64}
    tensors = [
        numpy_helper.from_array(np.ascontiguousarray(values.astype(np.int64 if name in integers else np.float32)), plain(name))
        for name, values in {**model.constants, **extra}.items() if name in used]
    for node in nodes:
        node.input[:], node.output[:] = map(plain, node.input), map(plain, node.output)
    value = lambda name, tensor, shape: onnx.helper.make_tensor_value_info(plain(name), onnx.TensorProto.FLOAT, shape)
    shape = lambda tensor: [d.dim_value or 1 for d in tensor.type.tensor_type.shape.dim]
    graph = onnx.helper.make_graph(
        nodes, "network", [value(source.name, source, shape(source))],
        [value(replaced.get(result.name, result.name), result, shape(result))], tensors)
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)]), path)


def nngen(path, folder, units, form):
    """An 8-bit network with so many parallel inputs and outputs of each product."""
    import nngen as ng

    model = Model(path)
    if form == "dense":
        path = os.path.join(folder, "dense.onnx")
        dense(model, path)
    source = onnx.load(path).graph.input[0]
    shape = [d.dim_value or 1 for d in source.type.tensor_type.shape.dim]
    outputs, inputs, *_, operators = ng.from_onnx(
        path, value_dtypes={}, value_shapes={source.name: shape}, default_placeholder_dtype=ng.int8,
        default_variable_dtype=ng.int8, default_constant_dtype=ng.int8, default_operator_dtype=ng.int8,
        default_scale_dtype=ng.int8, default_bias_dtype=ng.int32, onnx_input_layout=("N", "C", "H", "W"),
        onnx_filter_layout=("O", "I", "H", "W"))
    ng.quantize(list(outputs.values()), {source.name: 64.0}, {source.name: [0.5]}, {source.name: [0.25]})
    for operator in operators.values():
        if isinstance(operator, ng.conv2d):
            operator.attribute(par_ich=units, par_och=units)
        elif isinstance(operator, ng.matmul):
            operator.attribute(par_left_col=units, par_out_col=units)
        elif hasattr(operator, "attribute") and isinstance(operator, (ng.max_pool, ng.avg_pool)):
            operator.attribute(par=units)
    design = ng.to_veriloggen(list(outputs.values()), "network", silent=True)
    file = os.path.join(folder, "network.v")
    with open(file, "w") as out:
        out.write(design.to_verilog())
    cycles, note = simulate(ng, design, folder)
    return {"top": "network", "clock": "CLK", "sources": [file], "cycles": cycles, "latency": cycles,
            "note": f"{units} x {units} units a layer, 8 bits, weights in a memory outside; " + note}


def simulate(ng, design, folder):
    """Cycles from start to end beside NNgen's own model of a memory; they do not depend on what that holds."""
    import veriloggen as vg
    import veriloggen.thread as vthread
    import veriloggen.types.axi as axi
    from veriloggen import simulation

    bench = vg.Module("bench")
    params, ports = bench.copy_params(design), bench.copy_sim_ports(design)
    clock, high = ports["CLK"], bench.Wire("reset_sim")
    high.assign(vg.Not(ports["RESETN"]))
    contents = os.path.join(os.path.abspath(folder), "memory.out")
    axi.AxiMemoryModel(bench, "memory", clock, high, datawidth=32, memimg_name=contents).connect(ports, "maxi")
    control = vthread.AXIMLite(bench, "control", clock, high, noio=True)
    control.connect(ports, "saxi")
    time = bench.Reg("time_counter", 32, initval=0)
    vg.Seq(bench, "seq", clock, high)(time.inc())

    def run():
        for _ in range(100):
            pass
        before = time.value
        ng.sim.start(control)
        ng.sim.wait(control)
        after = time.value
        print("cycles: %d" % (after - before))
        vthread.finish()

    vthread.Thread(bench, "run", clock, high, run).start()
    bench.Instance(design, "uut", params=bench.connect_params(design), ports=bench.connect_ports(design))
    simulation.setup_clock(bench, clock, hperiod=5)
    simulation.setup_reset(bench, ports["RESETN"], bench.make_reset(), period=100, polarity="low")
    with open(os.path.join(folder, "bench.v"), "w") as out:
        out.write(bench.to_verilog())
    try:
        subprocess.run(
            ["timeout", str(LIMIT), "verilator", "--binary", "--timing", "-O3", "-Wno-lint", "-Wno-fatal", "--top-module", "bench",
             "--Mdir", "simulation", "bench.v"],   # `timeout` ends what Verilator starts, too
            cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        done = subprocess.run(["simulation/Vbench"], cwd=folder, capture_output=True, text=True, timeout=LIMIT)
    except (subprocess.SubprocessError, OSError) as error:
        return "", f"no cycles: its simulation ended with {type(error).__name__}"
    found = re.search(r"cycles: *(\d+)", done.stdout)
    return (int(found[1]), "cycles from a simulation") if found else ("", "no cycles: its simulation printed none")


tool, path, folder = sys.argv[1:4]
os.makedirs(folder, exist_ok=True)
try:
    made = da4ml(path, folder) if tool == "da4ml" else nngen(path, folder, int(sys.argv[4]), sys.argv[5])
except Exception as error:
    made = {"error": f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"}
print(json.dumps({"version": importlib.metadata.version(tool), **made}))
