#!/bin/sh
# Compares two ways to keep a Concat of five branches alive under stalls: rigid pipelines before deeper FIFOs, and
# pipelines whose bubbles close up before FIFOs that are shallower by what these hold. Prints LUTs, registers and memories of
# Yosys for iCE40 and 7-series, and the clock of nextpnr-ice40 where it is installed (the median of five seeds).
#
# usage: elastic.sh [WIDTH [LATENCY]]
set -eu
width=${1:-32}
latency=${2:-6}
cells=$(cd "$(dirname "$0")/.." && pwd)/Templates/cells/stream
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

cat > "$place/rigid.v" <<END
// LATENCY registers with one enable: all move unless a word waits at the end.
module pipeline #(parameter WIDTH = 8, parameter LATENCY = 6) (
    input wire aclk, input wire aresetn, input wire s_valid, output wire s_ready, input wire [WIDTH-1:0] s_data,
    output wire m_valid, input wire m_ready, output wire [WIDTH-1:0] m_data);
    reg [LATENCY-1:0] valid_q;
    reg [WIDTH-1:0] data_q [0:LATENCY-1];
    wire advance = !valid_q[LATENCY-1] || m_ready;
    assign s_ready = advance;
    assign m_valid = valid_q[LATENCY-1];
    assign m_data = data_q[LATENCY-1];
    always @(posedge aclk) if (!aresetn) valid_q <= 0; else if (advance) valid_q <= {valid_q[LATENCY-2:0], s_valid};
    genvar i;
    generate for (i = 0; i < LATENCY; i = i + 1) begin : g
        wire [WIDTH-1:0] before = i == 0 ? s_data : data_q[i == 0 ? 0 : i-1];
        always @(posedge aclk) if (advance) data_q[i] <= before + {before[0], before[WIDTH-1:1]};
    end endgenerate
endmodule
END
cat > "$place/elastic.v" <<END
// LATENCY registers, each of which moves when it is empty or the next one moves.
module pipeline #(parameter WIDTH = 8, parameter LATENCY = 6) (
    input wire aclk, input wire aresetn, input wire s_valid, output wire s_ready, input wire [WIDTH-1:0] s_data,
    output wire m_valid, input wire m_ready, output wire [WIDTH-1:0] m_data);
    reg [LATENCY-1:0] valid_q;
    reg [WIDTH-1:0] data_q [0:LATENCY-1];
    wire [LATENCY:0] advance;
    assign advance[LATENCY] = m_ready;
    assign s_ready = advance[0];
    assign m_valid = valid_q[LATENCY-1];
    assign m_data = data_q[LATENCY-1];
    genvar i;
    generate for (i = 0; i < LATENCY; i = i + 1) begin : g
        wire [WIDTH-1:0] before = i == 0 ? s_data : data_q[i == 0 ? 0 : i-1];
        wire offered = i == 0 ? s_valid : valid_q[i == 0 ? 0 : i-1];
        assign advance[i] = !valid_q[i] || advance[i+1];
        always @(posedge aclk) if (!aresetn) valid_q[i] <= 0; else if (advance[i]) valid_q[i] <= offered;
        always @(posedge aclk) if (advance[i]) data_q[i] <= before + {before[0], before[WIDTH-1:1]};
    end endgenerate
endmodule
END

# concat DEPTH: five branches of a pipeline and a FIFO, joined one behind the other.
concat() {
  cat <<END
module top (input wire aclk, input wire aresetn, input wire [4:0] s_valid, output wire [4:0] s_ready, input wire s_bit,
    output wire m_valid, input wire m_ready, output wire m_bit);
    // Pins are few: words come in and leave bit by bit.
    reg [$width-1:0] word_q;
    always @(posedge aclk) word_q <= {word_q[$width-2:0], s_bit};
    wire [$width-1:0] m_data;
    reg [$width-1:0] out_q;
    always @(posedge aclk) out_q <= m_valid && m_ready ? m_data : {out_q[$width-2:0], 1'b0};
    assign m_bit = out_q[$width-1];
    wire [4:0] pv, pr, fv, fr;
    wire [$width-1:0] pd [0:4];
    wire [$width-1:0] fd [0:4];
    wire [4:0] jv, jr;
    wire [$width-1:0] jd [0:4];
    assign jv[0] = fv[0], fr[0] = jr[0], jd[0] = fd[0];
    genvar i;
    generate for (i = 0; i < 5; i = i + 1) begin : g
        pipeline #(.WIDTH($width), .LATENCY($latency)) u_p (.aclk(aclk), .aresetn(aresetn), .s_valid(s_valid[i]),
            .s_ready(s_ready[i]), .s_data(word_q), .m_valid(pv[i]), .m_ready(pr[i]), .m_data(pd[i]));
        mantissa_fifo #(.WIDTH($width), .DEPTH($1)) u_f (.aclk(aclk), .aresetn(aresetn), .s_axis_tvalid(pv[i]),
            .s_axis_tready(pr[i]), .s_axis_tdata(pd[i]), .m_axis_tvalid(fv[i]), .m_axis_tready(fr[i]),
            .m_axis_tdata(fd[i]));
        if (i > 0) begin : j
            mantissa_join #(.WIDTH($width), .FIRST(i), .SECOND(1)) u_j (.aclk(aclk), .aresetn(aresetn),
                .s0_axis_tvalid(jv[i-1]), .s0_axis_tready(jr[i-1]), .s0_axis_tdata(jd[i-1]), .s1_axis_tvalid(fv[i]),
                .s1_axis_tready(fr[i]), .s1_axis_tdata(fd[i]), .m_axis_tvalid(jv[i]), .m_axis_tready(jr[i]),
                .m_axis_tdata(jd[i]));
        end
    end endgenerate
    assign m_valid = jv[4], jr[4] = m_ready, m_data = jd[4];
endmodule
END
}

printf '%-8s %6s %-8s %6s %6s %6s %6s %8s\n' kind depth target LUTs regs BRAM LUTRAM MHz
for kind in rigid elastic; do
  depth=8
  [ $kind = rigid ] && depth=$((8 + latency - 1))
  concat $depth > "$place/top.v"
  for target in ice40 xilinx; do
    yosys -q -w 'Replacing memory' -p "read_verilog $place/$kind.v $place/top.v $cells/mantissa_fifo.v $cells/mantissa_join.v $cells/mantissa_loop.v; \
      synth_$target -top top $([ $target = ice40 ] && echo "-json $place/top.json"); tee -q -o $place/stat stat"
    count() { awk -v kind="^($1)\$" '$1 ~ kind { sum += $2 } END { print sum + 0 }' "$place/stat"; }
    clock=-
    if [ $target = ice40 ] && command -v nextpnr-ice40 > /dev/null; then
      clock=$(for seed in 1 2 3 4 5; do
        nextpnr-ice40 --hx8k --package ct256 --json "$place/top.json" --seed $seed --freq 150 2>&1 |
          sed -n 's/.*Max frequency for clock.*: \([0-9.]*\) MHz.*/\1/p' | tail -1
      done | sort -n | sed -n 3p)
    fi
    printf '%-8s %6s %-8s %6s %6s %6s %6s %8s\n' $kind $depth $target "$(count 'SB_LUT4|LUT[1-6]')" \
      "$(count 'SB_DFF.*|FD[RSCP]E.*')" "$(count 'SB_RAM.*|RAMB.*')" "$(count 'RAM(32|64|128).*')" "$clock"
  done
done
