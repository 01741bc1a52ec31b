"""lenet5_top as a LiteX module: streams in and out, and two status registers.

    from lenet5_litex import Machine

    self.machine = Machine(platform, "path/to/this/machine")
    self.comb += [source.connect(self.machine.sink), self.machine.source.connect(sink)]

`last` marks the last word of a frame: every 784 words in, every 10 words out.
"""

import os

from litex.gen import LiteXModule
from litex.soc.interconnect import stream
from litex.soc.interconnect.csr import CSRField, CSRStatus
from migen import ClockSignal, Instance, ResetSignal, Signal

SOURCES = [
    "rtl/cells/mantissa_adder_tree.v",
    "rtl/cells/mantissa_align.v",
    "rtl/cells/mantissa_awake.v",
    "rtl/cells/mantissa_exact_product.v",
    "rtl/cells/mantissa_fixed_encode.v",
    "rtl/cells/mantissa_fixed_greater.v",
    "rtl/cells/mantissa_frame_guard.v",
    "rtl/cells/mantissa_frame_last.v",
    "rtl/cells/mantissa_loop.v",
    "rtl/cells/mantissa_narrow.v",
    "rtl/cells/mantissa_rom.v",
    "rtl/cells/mantissa_skid.v",
    "rtl/cells/mantissa_widen.v",
    "rtl/cells/mantissa_window.v",
    "rtl/cells/mantissa_window_axis.v",
    "rtl/lenet5_conv1.v",
    "rtl/lenet5_conv1_matrix.v",
    "rtl/lenet5_conv2.v",
    "rtl/lenet5_conv2_matrix.v",
    "rtl/lenet5_core.v",
    "rtl/lenet5_fc1.v",
    "rtl/lenet5_fc1_matrix.v",
    "rtl/lenet5_fc2.v",
    "rtl/lenet5_fc2_matrix.v",
    "rtl/lenet5_fc3.v",
    "rtl/lenet5_fc3_matrix.v",
    "rtl/lenet5_pool1.v",
    "rtl/lenet5_pool1_maximum.v",
    "rtl/lenet5_pool2.v",
    "rtl/lenet5_pool2_maximum.v",
    "rtl/lenet5_top.v",
]


class Machine(LiteXModule):
    """The machine in the clock domain `sys`; `folder` is where `mantissa compile` wrote it."""

    def __init__(self, platform, folder):
        self.sink = stream.Endpoint([("data", 8)])
        self.source = stream.Endpoint([("data", 16)])
        self._frame_error = CSRStatus(
            fields=[
                CSRField("early", description="A frame ended early and was filled up with zeros."),
                CSRField("late", description="A frame ended late and was cut."),
            ]
        )
        folder = os.path.abspath(folder)
        error = Signal(2)
        self.comb += [self._frame_error.fields.early.eq(error[0]), self._frame_error.fields.late.eq(error[1])]
        self.specials += Instance(
            "lenet5_top",
            p_MEMORY_FOLDER=os.path.join(folder, "rtl/mem", ""),
            i_aclk=ClockSignal(),
            i_aresetn=~ResetSignal(),
            i_s_axis_tvalid=self.sink.valid,
            o_s_axis_tready=self.sink.ready,
            i_s_axis_tdata=self.sink.data,
            i_s_axis_tlast=self.sink.last,
            o_m_axis_tvalid=self.source.valid,
            i_m_axis_tready=self.source.ready,
            o_m_axis_tdata=self.source.data,
            o_m_axis_tlast=self.source.last,
            o_frame_error=error,
        )
        for path in SOURCES:
            platform.add_source(os.path.join(folder, path))
