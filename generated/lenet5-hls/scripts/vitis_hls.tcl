# Vitis HLS: C simulation, synthesis, co-simulation of the RTL, export as IP. Run in this folder: vitis_hls -f scripts/vitis_hls.tcl
#
# Environment: PART (xc7z020clg400-1 unless set) and PERIOD (ns, 10 unless set). STEPS chooses, for example "csim csynth".
set part [expr {[info exists ::env(PART)] ? $::env(PART) : "xc7z020clg400-1"}]
set period [expr {[info exists ::env(PERIOD)] ? $::env(PERIOD) : 10}]
set steps [expr {[info exists ::env(STEPS)] ? $::env(STEPS) : "csim csynth cosim export"}]
set root [file normalize [file dirname [info script]]/..]

file mkdir $root/build
cd $root/build
open_project -reset lenet5_vitis
set_top lenet5_top
add_files $root/src/lenet5.cpp -cflags "-std=c++14"
add_files -tb $root/tb/lenet5_tb.cpp -cflags "-std=c++14 -Wno-unknown-pragmas"
open_solution -reset solution -flow_target vivado
set_part $part
create_clock -period $period
set arguments "+input=$root/vectors/input.hex +expected=$root/vectors/expected.hex"
if {"csim" in $steps} { csim_design -argv $arguments }
if {"csynth" in $steps} { csynth_design }
if {"cosim" in $steps} { cosim_design -argv $arguments }
if {"export" in $steps} { export_design -format ip_catalog -display_name lenet5 -vendor mantissa }
exit
