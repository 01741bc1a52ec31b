"""lenet5 in cocotb 2: feeds the folder's vectors to lenet5_top and compares every word that comes out.

    python3 tb/lenet5_cocotb.py [--simulator icarus] [--seed 1] [--frames N] [--build FOLDER] [--results FILE]

needs `pip install cocotb` and Icarus Verilog, or a Verilator that cocotb works with. Results are JUnit's, as cocotb writes
them. The last line is for machines; exit code: 0 equal, 1 different, 2 the run could not be made.
"""
import argparse
import json
import os
import random
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
PLACE = FOLDER / "rtl/mem"  # where simulators run, and memories lie
INPUT_WORDS = 784    # a frame
OUTPUT_WORDS = 10  # a frame
IDLE = 71145  # cycles without a transfer after which a willing machine has stopped


def words(path):
    return [int(line, 16) for line in (PLACE / path).read_text().split()]


class Machine:
    """The design under test, its clock and its reset."""

    def __init__(self, dut, pause):
        self.dut, self.pause = dut, pause
        self.random = random.Random(int(os.environ["COCOTB_RANDOM_SEED"]))
        self.frames = int(os.environ["MANTISSA_FRAMES"])
        self.fed = words("../../vectors/input.hex")[: self.frames * INPUT_WORDS]
        self.expected = words("../../vectors/expected.hex")[: self.frames * OUTPUT_WORDS]

    async def reset(self):
        """One rising edge of reset, which words wait for on both sides."""
        dut = self.dut
        dut.aresetn.value = 0
        dut.s_axis_tvalid.value = dut.m_axis_tready.value = 1
        await RisingEdge(dut.aclk)
        dut.aresetn.value = 1
        dut.s_axis_tvalid.value = dut.m_axis_tready.value = 0
        await RisingEdge(dut.aclk)
        assert int(dut.frame_error.value) == 0, "frame_error is not 0 after a reset"

    def moves(self):
        return self.random.random() >= self.pause

    async def feed(self, fed):
        """Offers words; tvalid waits for nothing and stays until a word is taken."""
        dut = self.dut
        for place, word in enumerate(fed):
            while not self.moves():
                dut.s_axis_tvalid.value = 0
                await RisingEdge(dut.aclk)
            dut.s_axis_tvalid.value = 1
            dut.s_axis_tdata.value = word
            dut.s_axis_tlast.value = int(place % INPUT_WORDS == INPUT_WORDS - 1)
            await RisingEdge(dut.aclk)
            while not int(dut.s_axis_tready.value):
                await RisingEdge(dut.aclk)
        dut.s_axis_tvalid.value = 0

    async def compare(self):
        """Takes all words, then looks for more."""
        dut, place, idle, held = self.dut, 0, 0, None
        while idle < (2 * IDLE if place < len(self.expected) else 256):
            ready = self.moves()
            dut.m_axis_tready.value = int(ready)
            await RisingEdge(dut.aclk)
            idle += 1
            if not int(dut.m_axis_tvalid.value):
                assert held is None, f"m_axis_tvalid fell before tready rose, at word {place}"
                continue
            word = int(dut.m_axis_tdata.value), int(dut.m_axis_tlast.value)
            assert held in (None, word), f"word {place} changed while it waited for tready"
            held = None if ready else word
            if ready:
                assert place < len(self.expected), "a word came out after the last frame"
                wanted = self.expected[place], int(place % OUTPUT_WORDS == OUTPUT_WORDS - 1)
                assert word == wanted, (
                    f"frame {place // OUTPUT_WORDS}, word {place % OUTPUT_WORDS}: expected {wanted[0]:x} with tlast {wanted[1]}, "
                    f"found {word[0]:x} with tlast {word[1]}")
                place, idle = place + 1, 0
                compared()
        assert place == len(self.expected), f"the machine stopped after {place} of {len(self.expected)} words"
        assert int(dut.frame_error.value) == 0, "frame_error is not 0 though every frame has its length"


async def start(dut, pause):
    machine = Machine(dut, pause)
    dut.s_axis_tdata.value = dut.s_axis_tlast.value = 0
    Clock(dut.aclk, 10, unit="ns").start()
    await machine.reset()
    return machine


async def run(machine):
    feeding = cocotb.start_soon(machine.feed(machine.fed))
    await machine.compare()
    await feeding


def compared():
    """Counts a word that agrees, for the last line."""
    with open(os.environ["MANTISSA_COUNT"], "a") as file:
        file.write(".")


if "COCOTB_RANDOM_SEED" in os.environ:
    import cocotb
    from cocotb.clock import Clock
    from cocotb.triggers import RisingEdge

    @cocotb.test()
    async def words_agree_with_pauses(dut):
        """Both sides pause in a quarter of the cycles."""
        await run(await start(dut, 0.25))

    @cocotb.test()
    async def words_agree_with_long_pauses(dut):
        """Both sides pause in three quarters of the cycles."""
        await run(await start(dut, 0.75))

    @cocotb.test()
    async def words_agree_without_pauses(dut):
        """Neither side pauses."""
        await run(await start(dut, 0))

    @cocotb.test()
    async def words_agree_after_a_reset_in_mid_frame(dut):
        """A frame that is cut by a reset leaves nothing behind."""
        machine = await start(dut, 0.25)
        feeding = cocotb.start_soon(machine.feed(machine.fed[: max(1, INPUT_WORDS // 2)]))
        for _ in range(4 * INPUT_WORDS):
            await RisingEdge(dut.aclk)
        feeding.cancel()
        await machine.reset()
        await run(machine)


def main():
    from cocotb_tools.runner import get_results, get_runner

    parser = argparse.ArgumentParser(description="Runs lenet5_top in cocotb.")
    parser.add_argument("--simulator", default="icarus", choices=["icarus", "verilator"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--frames", type=int, default=10)
    parser.add_argument("--build", type=Path, default=FOLDER / "build" / "cocotb")
    parser.add_argument("--results", type=Path)
    options = parser.parse_args()
    build = options.build.resolve()
    results = (options.results or build / "results.xml").resolve()
    build.mkdir(parents=True, exist_ok=True)
    count = build / "compared"
    count.write_text("")
    runner = get_runner(options.simulator)
    flags = ["-g2005"] if options.simulator == "icarus" else ["-Wno-fatal", "-Wno-WIDTH"]
    sources = [FOLDER / line for line in (FOLDER / "scripts/files.f").read_text().split("\n") if line]
    runner.build(sources=sources, hdl_toplevel="lenet5_top", build_dir=build, build_args=flags, timescale=("1ns", "1ps"), always=True)
    runner.test(
        hdl_toplevel="lenet5_top", test_module=Path(__file__).stem, test_dir=PLACE, build_dir=build,
        results_xml=str(results), seed=options.seed,
        extra_env={"MANTISSA_FRAMES": str(options.frames), "MANTISSA_COUNT": str(count)})
    tests, failed = get_results(results)
    print("@cocotb " + json.dumps({"tests": tests, "failed": failed, "words": len(count.read_text())}))
    return 1 if failed or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
