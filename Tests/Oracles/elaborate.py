"""Reads Verilog-2005 with slang, whose rules are nearest to those of vendors' tools, and elaborates it.

usage: elaborate.py LIST

LIST has a line for each design: the top module and the files, tabs between them. Prints the errors that slang finds, and
the name of the top; nothing when all elaborate.
"""

import sys

from pyslang import driver


def is_clean(top, files):
    slang = driver.Driver()
    slang.addStandardArgs()
    quoted = " ".join(f'"{file}"' for file in files)
    return (
        slang.parseCommandLine(f"slang --std 1364-2005 --relax-string-conversions --top {top} {quoted}")
        and slang.processOptions()
        and slang.parseAllSources()
        and slang.runFullCompilation(True)
    )


def main():
    with open(sys.argv[1]) as designs:
        lines = designs.read().splitlines()
    for line in lines:
        top, *files = line.split("\t")
        if not is_clean(top, files):
            print(f"slang: '{top}' does not elaborate", flush=True)


if __name__ == "__main__":
    main()
