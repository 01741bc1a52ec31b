"""Exports the ONNX project's own node tests (onnx.backend.test) as networks of one input and one output.

usage: backend_cases.py FOLDER OPERATORS FOLDED

OPERATORS is a list with commas; tests whose nodes are not all among them, with at least one, are left out, and so are those
whose first input or whose outputs are no numbers. A test has several inputs and no batch, a network one input with a
batch, so each test is tried in up to four forms, for each of its outputs:

    batch    the first input is the network's, its first axis the batch; the others are constants
    sample   the same, but all of the first input is one sample
    parts    all inputs are parts of one input vector
    planes   all inputs are parts of one input along an axis

FOLDED is a list of operators that are computed at once where all that they read is constant; tests of those alone are
tried in one more form, beside an input that nothing reads:

    constant  all inputs are constants

Writes NAME.onnx, NAME.input.f32, NAME.output.f32 (of constants NAME.output.f64) and cases.json: {"version", "cases":
[{test, operator, form, output, name, batch, rtol, atol}]}. Outputs are in the model's order.
"""
import json
import sys
import warnings

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

warnings.simplefilter("ignore")
from onnx.backend.test.case.node import collect_testcases  # noqa: E402

folder, operators, folded = sys.argv[1], set(sys.argv[2].split(",")), set(sys.argv[3].split(","))
REAL = {TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.BFLOAT16}
PLAIN = {"Constant", "ConstantOfShape", "CastLike"}
ELEMENTS = 200_000


def forms(arrays, kinds):
    """Name, indices of the inputs that are data, and whether the first axis is the batch."""
    if arrays[0].ndim > 1:
        yield "batch", [0], True
    yield "sample", [0], False
    if len(arrays) > 1 and all(kind in REAL for kind in kinds):
        yield "parts", list(range(len(arrays))), False
        if shared_axis(arrays) is not None:
            yield "planes", list(range(len(arrays))), False


def shared_axis(arrays):
    """The axis along which arrays of one rank up to 3 lie side by side; None where there is none."""
    ranks = {array.ndim for array in arrays}
    if len(ranks) != 1 or not 1 <= max(ranks) <= 3:
        return None
    differing = {axis for array in arrays for axis in range(array.ndim) if array.shape[axis] != arrays[0].shape[axis]}
    return None if len(differing) > 1 else differing.pop() if differing else arrays[0].ndim - 1


def network(test, arrays, data, is_batch, is_stacked, output):
    """The test's model with the chosen inputs as data, the others as constants, and one output."""
    graph = onnx.GraphProto()
    graph.CopyFrom(test.model.graph)
    values = list(graph.input)
    del graph.input[:]
    nodes = []
    for index, (value, array) in enumerate(zip(values, arrays)):
        if index not in data:
            tensor = numpy_helper.from_array(array, value.name)
            graph.initializer.append(tensor)
    if is_batch:
        graph.input.append(values[0])
        flat = arrays[0]
        shape = values[0].type.tensor_type.shape
        shape.Clear()
        for extent in arrays[0].shape:
            shape.dim.add().dim_value = extent
    else:
        kind = values[0].type.tensor_type.elem_type
        along = shared_axis(arrays) if is_stacked else None
        if is_stacked:
            flat = numpy.concatenate(arrays, along)
        else:
            flat = numpy.concatenate([arrays[index].ravel() for index in data])
        own = [1, *(arrays[0].shape if len(data) == 1 else flat.shape)]
        graph.input.append(helper.make_tensor_value_info("mantissa_input", kind, own))
        start = 0
        for index in data:
            source, name = "mantissa_input", values[index].name
            size = arrays[index].shape[along] if is_stacked else arrays[index].size
            if len(data) > 1:
                source = f"mantissa_part{index}"
                nodes += part(test, "mantissa_input", source, start, start + size, 1 + (along or 0), graph)
            start += size
            graph.initializer.append(numpy_helper.from_array(
                numpy.array(arrays[index].shape, dtype=numpy.int64), f"mantissa_shape{index}"))
            nodes.append(helper.make_node("Reshape", [source, f"mantissa_shape{index}"], [name]))
    own_nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes + own_nodes)
    kept = graph.output[output]
    del graph.output[:]
    graph.output.append(kept)
    model = onnx.ModelProto()
    model.CopyFrom(test.model)
    model.graph.CopyFrom(graph)
    return model, flat


def part(test, source, target, start, end, axis, graph):
    version = next(entry.version for entry in test.model.opset_import if entry.domain == "")
    if version < 10:
        return [helper.make_node("Slice", [source], [target], axes=[axis], starts=[start], ends=[end])]
    names = []
    for role, value in (("start", start), ("end", end), ("axis", axis)):
        names.append(f"{target}_{role}")
        graph.initializer.append(numpy_helper.from_array(numpy.array([value], dtype=numpy.int64), names[-1]))
    return [helper.make_node("Slice", [source, *names], [target])]


def is_covered(test):
    kinds = [node.op_type for node in test.model.graph.node]
    domains = {node.domain for node in test.model.graph.node}
    return domains <= {""} and any(kind in operators for kind in kinds) and all(
        kind in operators | PLAIN for kind in kinds)


def constant(test, arrays, output):
    """The test's model with all inputs as constants, beside an input that nothing reads, and one output."""
    model = onnx.ModelProto()
    model.CopyFrom(test.model)
    graph = model.graph
    for value, array in zip(graph.input, arrays):
        graph.initializer.append(numpy_helper.from_array(array, value.name))
    del graph.input[:]
    graph.input.append(helper.make_tensor_value_info("mantissa_input", TensorProto.FLOAT, [1, 1]))
    kept = graph.output[output]
    del graph.output[:]
    graph.output.append(kept)
    return model


def numbers(values):
    return all(isinstance(value, numpy.ndarray) and value.dtype.kind in "fiub" for value in values)


cases = []
for test in sorted(collect_testcases(None), key=lambda test: test.name):
    is_folded = all(node.op_type in folded and node.domain == "" for node in test.model.graph.node)
    if not (is_covered(test) or is_folded) or not test.data_sets:
        continue
    inputs, outputs = test.data_sets[0]
    inputs, outputs = [[numpy.asarray(value) if isinstance(value, numpy.generic) else value for value in values]
                       for values in (inputs, outputs)]
    if not inputs or not numbers(inputs) or not numbers(outputs) or len(inputs) != len(test.model.graph.input):
        continue
    kinds = [value.type.tensor_type.elem_type for value in test.model.graph.input]
    operator = test.model.graph.node[0].op_type if len(test.model.graph.node) == 1 else "several"
    for index, expected in enumerate(outputs if is_folded else []):
        name = f"{test.name}.constant.{index}"
        with open(f"{folder}/{name}.onnx", "wb") as file:
            file.write(constant(test, inputs, index).SerializeToString())
        expected.astype("<f8").tofile(f"{folder}/{name}.output.f64")
        cases.append({
            "test": test.name, "operator": operator, "form": "constant", "output": index, "name": name, "batch": 1,
            "rtol": test.rtol, "atol": test.atol})
    if not is_covered(test):
        continue
    # A network's input is of real numbers.
    if kinds[0] not in REAL or inputs[0].size == 0 or any(array.size > ELEMENTS for array in inputs):
        continue
    for form, data, is_batch in forms(inputs, kinds):
        for index, expected in enumerate(outputs):
            name = f"{test.name}.{form}.{index}"
            model, flat = network(test, inputs, data, is_batch, form == "planes", index)
            with open(f"{folder}/{name}.onnx", "wb") as file:
                file.write(model.SerializeToString())
            flat.astype("<f4").tofile(f"{folder}/{name}.input.f32")
            expected.astype("<f4").tofile(f"{folder}/{name}.output.f32")
            cases.append({
                "test": test.name, "operator": operator, "form": form, "output": index, "name": name,
                "batch": inputs[0].shape[0] if is_batch else 1, "rtol": test.rtol, "atol": test.atol})

with open(f"{folder}/cases.json", "w") as file:
    json.dump({"version": onnx.__version__, "cases": cases}, file)
print(len({case["test"] for case in cases}), "tests,", len(cases), "networks")
