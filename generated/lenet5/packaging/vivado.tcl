# A Vivado project of lenet5_top, synthesised out of context, as its ports are more than pins:
#   vivado -mode batch -source vivado.tcl [-tclargs PART]
set root [file normalize [file join [file dirname [info script]] ..]]
set part xc7a35ticsg324-1L
if {[llength $argv] > 0} { set part [lindex $argv 0] }

create_project -force lenet5 [file join $root build vivado] -part $part
foreach path {
    rtl/cells/mantissa_adder_tree.v
    rtl/cells/mantissa_align.v
    rtl/cells/mantissa_awake.v
    rtl/cells/mantissa_exact_product.v
    rtl/cells/mantissa_fixed_encode.v
    rtl/cells/mantissa_fixed_greater.v
    rtl/cells/mantissa_frame_guard.v
    rtl/cells/mantissa_frame_last.v
    rtl/cells/mantissa_loop.v
    rtl/cells/mantissa_narrow.v
    rtl/cells/mantissa_rom.v
    rtl/cells/mantissa_skid.v
    rtl/cells/mantissa_widen.v
    rtl/cells/mantissa_window.v
    rtl/cells/mantissa_window_axis.v
    rtl/lenet5_conv1.v
    rtl/lenet5_conv1_matrix.v
    rtl/lenet5_conv2.v
    rtl/lenet5_conv2_matrix.v
    rtl/lenet5_core.v
    rtl/lenet5_fc1.v
    rtl/lenet5_fc1_matrix.v
    rtl/lenet5_fc2.v
    rtl/lenet5_fc2_matrix.v
    rtl/lenet5_fc3.v
    rtl/lenet5_fc3_matrix.v
    rtl/lenet5_pool1.v
    rtl/lenet5_pool1_maximum.v
    rtl/lenet5_pool2.v
    rtl/lenet5_pool2_maximum.v
    rtl/lenet5_top.v
} { add_files -norecurse [file join $root $path] }
foreach path {
    rtl/mem/lenet5_conv1_matrix_weights.mem
    rtl/mem/lenet5_conv1_matrix_affine.mem
    rtl/mem/lenet5_conv2_matrix_weights.mem
    rtl/mem/lenet5_conv2_matrix_affine.mem
    rtl/mem/lenet5_fc1_matrix_weights.mem
    rtl/mem/lenet5_fc1_matrix_affine.mem
    rtl/mem/lenet5_fc2_matrix_weights.mem
    rtl/mem/lenet5_fc2_matrix_affine.mem
    rtl/mem/lenet5_fc3_matrix_weights.mem
    rtl/mem/lenet5_fc3_matrix_affine.mem
} { add_files -norecurse [file join $root $path] }
set_property generic "MEMORY_FOLDER=$root/rtl/mem/" [get_filesets sources_1]
add_files -fileset constrs_1 -norecurse [file join $root packaging/lenet5.xdc]
set_property top lenet5_top [get_filesets sources_1]
set_property -name {STEPS.SYNTH_DESIGN.ARGS.MORE OPTIONS} -value {-mode out_of_context} -objects [get_runs synth_1]

launch_runs synth_1
wait_on_run synth_1
open_run synth_1
report_utilization -hierarchical -file [file join $root build vivado utilization.txt]
report_timing_summary -file [file join $root build vivado timing.txt]
