"""A LiteX design around the sample's machine in out/, as soc.v."""

import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "out/packaging")
from sample_litex import Machine
from litex.gen.fhdl.verilog import convert
from migen import ClockDomain
class Platform:
    sources = []
    def add_source(self, path):
        open(path).close()
        self.sources.append(path)
machine = Machine(Platform(), "out")
machine.get_csrs()
machine.clock_domains.cd_sys = ClockDomain()
ports = {getattr(s, n) for s in (machine.sink, machine.source) for n in ("valid", "ready", "data", "last")}
convert(machine, ios=ports, name="soc").write("soc.v")
print(len(Platform.sources), "sources")
