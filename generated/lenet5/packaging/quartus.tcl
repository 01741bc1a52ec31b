# A Quartus project of lenet5_top with virtual pins, as its ports are more than pins:
#   quartus_sh -t quartus.tcl [FAMILY DEVICE]
package require ::quartus::project
package require ::quartus::flow

set root [file normalize [file join [file dirname [info script]] ..]]
set family {Cyclone V}
set device 5CEBA4F23C7
if {[llength $argv] > 1} { lassign $argv family device }

file mkdir [file join $root build quartus]
cd [file join $root build quartus]
project_new -overwrite lenet5
set_global_assignment -name FAMILY $family
set_global_assignment -name DEVICE $device
set_global_assignment -name TOP_LEVEL_ENTITY lenet5_top
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
} { set_global_assignment -name VERILOG_FILE [file join $root $path] }
set_parameter -name MEMORY_FOLDER "$root/rtl/mem/"
set_global_assignment -name SDC_FILE [file join $root packaging/lenet5.sdc]
set_instance_assignment -name VIRTUAL_PIN ON -to *
set_instance_assignment -name VIRTUAL_PIN OFF -to aclk
export_assignments

execute_flow -compile
project_close
