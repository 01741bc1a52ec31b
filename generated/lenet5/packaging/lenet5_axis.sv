// lenet5_axis -- a stream of lenet5_top as an interface; the clock goes beside it.
`default_nettype none

interface lenet5_axis #(
    parameter int WIDTH = 8   // 8 for what enters, 16 for what leaves
);
    logic             tvalid;
    logic             tready;
    logic [WIDTH-1:0] tdata;
    logic             tlast;

    modport source (output tvalid, tdata, tlast, input tready);
    modport sink (input tvalid, tdata, tlast, output tready);
endinterface

`default_nettype wire
