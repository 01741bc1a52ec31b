"""How many inputs and outputs ONNX's operators have at most, over all versions of the operator set up to one.

usage: arities.py FILE VERSION

Writes {operator: [inputs, outputs]} of the standard domain; a list of any length is -1.
"""
import json
import sys

import onnx

file, version = sys.argv[1], int(sys.argv[2])
ANY = 2**31 - 1
most = {}
for schema in onnx.defs.get_all_schemas_with_history():
    if schema.domain or schema.since_version > version:
        continue
    known = most.get(schema.name, (0, 0))
    most[schema.name] = (max(known[0], schema.max_input), max(known[1], schema.max_output))
with open(file, "w") as out:
    json.dump({name: [-1 if count == ANY else count for count in counts] for name, counts in most.items()}, out)
