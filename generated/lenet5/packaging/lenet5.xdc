# The clock of lenet5_top: 100 MHz. It has one clock and no path between others; reset is synchronous to it.
create_clock -name aclk -period 10.000 [get_ports aclk]
