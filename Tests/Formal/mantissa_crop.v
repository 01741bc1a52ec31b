// Of every PERIOD words in, those numbered FIRST ... FIRST + COUNT - 1 leave, in their order. One that is inside is
// offered at once; with a ready sink a word enters in every cycle, so that with a source that always has words one
// leaves within PERIOD - COUNT + 2.
//
// proof WIDTH=1 PERIOD=1 FIRST=0 COUNT=1
// proof WIDTH=2 PERIOD=4 FIRST=0 COUNT=3
// proof WIDTH=2 PERIOD=5 FIRST=1 COUNT=2
// proof WIDTH=8 PERIOD=4 FIRST=3 COUNT=1
// depth 20
// apart * -> m_axis_tvalid m_axis_tdata
// apart s_axis_tvalid -> s_axis_tready
// bug order WIDTH=2 PERIOD=5 FIRST=1 COUNT=2: s/END         = FIRST + COUNT/END         = FIRST + COUNT + 1/
// bug order WIDTH=2 PERIOD=5 FIRST=1 COUNT=2: s/LAST        = PERIOD - 1/LAST        = PERIOD/
// bug order WIDTH=2 PERIOD=5 FIRST=1 COUNT=2: s/place_q >= FIRST/place_q > FIRST/
// bug stable WIDTH=2 PERIOD=5 FIRST=1 COUNT=2: s/if (advance) m_data_q/m_data_q/
// bug live WIDTH=2 PERIOD=5 FIRST=1 COUNT=2: s/s_axis_tready = advance/s_axis_tready = !m_valid_q/
// bug apart: s/m_axis_tvalid = m_valid_q/m_axis_tvalid = m_valid_q \&\& m_axis_tready/
`default_nettype none

module formal #(
    parameter WIDTH  = 8,
    parameter PERIOD = 4,
    parameter FIRST  = 1,
    parameter COUNT  = 2
) (
    input wire             aclk,
    input wire             aresetn,
    input wire             s_axis_tvalid,
    input wire [WIDTH-1:0] s_axis_tdata,
    input wire             m_axis_tready
);

    wire             s_axis_tready, m_axis_tvalid, up, watch;
    wire [WIDTH-1:0] m_axis_tdata, value;
    wire [1:0]       held, ahead;
    wire             take = s_axis_tvalid && s_axis_tready;
    wire             give = m_axis_tvalid && m_axis_tready;
    reg  [7:0]       number_q;   // in its period, of the next word in

    always @(posedge aclk) begin
        if (!aresetn) number_q <= 0;
        else if (take) number_q <= number_q + 1 == PERIOD ? 0 : number_q + 1;
    end

    wire wanted = number_q >= FIRST && number_q < FIRST + COUNT;

    mantissa_crop #(.WIDTH(WIDTH), .PERIOD(PERIOD), .FIRST(FIRST), .COUNT(COUNT)) dut (.*);
    check_up u_up (.*);
    check_queue #(.WIDTH(WIDTH), .BITS(2)) u_queue (
        .*, .adds({1'b0, take && wanted}), .offset(2'd0), .word(s_axis_tdata),
        .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_stable #(.WIDTH(WIDTH)) u_stable (
        .*, .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_live #(.CYCLES(1)) u_out (.*, .owed(held != 0 && m_axis_tready), .moved(give));
    check_live #(.CYCLES(1)) u_in (.*, .owed(s_axis_tvalid && m_axis_tready), .moved(take));
    check_live #(.CYCLES(PERIOD - COUNT + 2)) u_through (
        .*, .owed(s_axis_tvalid && m_axis_tready), .moved(give)
    );

`ifdef INSIDE
    (* hierconn *) wire [$clog2(PERIOD+1)-1:0] \dut.place_q ;

    always @* if (up) begin
        inside_number: assert (number_q < PERIOD && \dut.place_q == number_q);
        inside_held: assert (held == m_axis_tvalid);
        if (watch) inside_value: assert (held == 1 && ahead == 0 && value == m_axis_tdata);
    end
`endif

endmodule

`default_nettype wire
