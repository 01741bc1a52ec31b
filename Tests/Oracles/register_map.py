"""Places of registers and fields that PeakRDL reads in a .rdl: register_map.py FILE."""

import systemrdl, sys
compiler = systemrdl.RDLCompiler()
compiler.compile_file(sys.argv[1])
for register in compiler.elaborate().top.registers():
    print("SAMPLE_%s 0x%02xu" % (register.inst_name, register.absolute_address))
    for field in register.fields():
        name = "SAMPLE_%s_%s" % (register.inst_name, field.inst_name)
        print("%s_MASK 0x%08xu\n%s_SHIFT %d" % (name, ((1 << field.width) - 1) << field.low, name, field.low))
