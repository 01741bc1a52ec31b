// DSP48E1 -- what a multiplier block of Xilinx 7 series does where Yosys uses one, for simulating netlists.
//
// P = Z + X + Y + CARRYIN, or Z - (X + Y + CARRYIN): the multiplier takes A[24:0], or D +- A where USE_DPORT, and B.
// Registers of operands, sum of D and A, product and result; control inputs are taken as they come. Of SIMD modes, logic
// functions and patterns there is nothing: Yosys asks for none.
module DSP48E1 (
    input  wire [29:0] A, ACIN,
    input  wire [17:0] B, BCIN,
    input  wire [47:0] C, PCIN,
    input  wire [24:0] D,
    input  wire [3:0]  ALUMODE,
    input  wire [4:0]  INMODE,
    input  wire [6:0]  OPMODE,
    input  wire [2:0]  CARRYINSEL,
    input  wire CLK, CARRYIN, CARRYCASCIN, MULTSIGNIN,
    input  wire CEA1, CEA2, CEB1, CEB2, CEC, CED, CEAD, CEM, CEP, CEALUMODE, CECARRYIN, CECTRL, CEINMODE,
    input  wire RSTA, RSTB, RSTC, RSTD, RSTM, RSTP, RSTALLCARRYIN, RSTALUMODE, RSTCTRL, RSTINMODE,
    output wire [47:0] P, PCOUT,
    output wire [29:0] ACOUT,
    output wire [17:0] BCOUT,
    output wire [3:0]  CARRYOUT,
    output wire CARRYCASCOUT, MULTSIGNOUT, OVERFLOW, UNDERFLOW, PATTERNDETECT, PATTERNBDETECT
);
    parameter ACASCREG = 1;
    parameter ADREG = 1;
    parameter ALUMODEREG = 1;
    parameter AREG = 1;
    parameter AUTORESET_PATDET = "NO_RESET";
    parameter A_INPUT = "DIRECT";
    parameter BCASCREG = 1;
    parameter BREG = 1;
    parameter B_INPUT = "DIRECT";
    parameter CARRYINREG = 1;
    parameter CARRYINSELREG = 1;
    parameter CREG = 1;
    parameter DREG = 1;
    parameter INMODEREG = 1;
    parameter MREG = 1;
    parameter OPMODEREG = 1;
    parameter PREG = 1;
    parameter SEL_MASK = "MASK";
    parameter SEL_PATTERN = "PATTERN";
    parameter USE_DPORT = "FALSE";
    parameter USE_MULT = "MULTIPLY";
    parameter USE_PATTERN_DETECT = "NO_PATDET";
    parameter USE_SIMD = "ONE48";
    parameter MASK = 48'h3fffffffffff;
    parameter PATTERN = 48'h0;
    parameter IS_ALUMODE_INVERTED = 4'b0;
    parameter IS_CARRYIN_INVERTED = 1'b0;
    parameter IS_CLK_INVERTED = 1'b0;
    parameter IS_INMODE_INVERTED = 5'b0;
    parameter IS_OPMODE_INVERTED = 7'b0;

    localparam HAS_OTHERS = ALUMODEREG != 0 || INMODEREG != 0 || OPMODEREG != 0
                            || USE_SIMD != "ONE48" || (AREG == 2 && ACASCREG == 1) || (BREG == 2 && BCASCREG == 1);

    wire clk = CLK ^ IS_CLK_INVERTED;
    reg signed [29:0] a1_q = 0, a2_q = 0;
    reg signed [17:0] b1_q = 0, b2_q = 0;
    reg signed [47:0] c_q = 0, p_q = 0;
    reg signed [24:0] d_q = 0, ad_q = 0;
    reg signed [42:0] m_q = 0;

    initial if (HAS_OTHERS) begin
        $display("DSP48E1: %m is used in a way that its model does not know");
        $finish;
    end

    // The operands; those of a cascade are the ones of the block before.
    wire        [29:0] a_in = A_INPUT == "CASCADE" ? ACIN : A;
    wire        [17:0] b_in = B_INPUT == "CASCADE" ? BCIN : B;
    wire signed [29:0] a = AREG == 0 ? a_in : a2_q;
    wire signed [17:0] b = BREG == 0 ? b_in : b2_q;
    wire signed [47:0] c = CREG == 0 ? C : c_q;
    wire signed [24:0] d = DREG == 0 ? D : d_q;

    // The sum before the multiplier.
    wire        [4:0]  inmode = INMODE ^ IS_INMODE_INVERTED;
    wire signed [29:0] chosen = inmode[0] && AREG == 2 ? a1_q : a;
    wire signed [24:0] low    = inmode[1] ? 25'sd0 : chosen[24:0];
    wire signed [24:0] added  = inmode[2] ? d : 25'sd0;
    wire signed [24:0] sum    = inmode[3] ? added - low : added + low;
    wire signed [24:0] ad     = ADREG == 0 ? sum : ad_q;
    wire signed [24:0] factor = USE_DPORT == "TRUE" ? ad : low;
    wire signed [17:0] other  = inmode[4] && BREG == 2 ? b1_q : b;

    // The product, and the sum behind it.
    wire signed [42:0] product = factor * other;
    wire signed [42:0] m       = MREG == 0 ? product : m_q;
    wire        [6:0]  opmode  = OPMODE ^ IS_OPMODE_INVERTED;
    wire        [3:0]  alumode = ALUMODE ^ IS_ALUMODE_INVERTED;
    reg  signed [47:0] x, y, z;

    always @* begin
        case (opmode[1:0])
            2'd0:    x = 0;
            2'd1:    x = m;   // X and Y have a part of the product each, which is all of it here
            2'd2:    x = p_q;
            default: x = {a, b};
        endcase
        case (opmode[3:2])
            2'd0, 2'd1: y = 0;
            2'd2:       y = -48'sd1;
            default:    y = c;
        endcase
        case (opmode[6:4])
            3'd0:    z = 0;
            3'd1:    z = PCIN;
            3'd2:    z = p_q;
            3'd3:    z = c;
            3'd4:    z = p_q;
            3'd5:    z = $signed(PCIN) >>> 17;
            default: z = p_q >>> 17;
        endcase
    end

    wire carry = CARRYIN ^ IS_CARRYIN_INVERTED;
    wire signed [47:0] total  = x + y + $signed({1'b0, carry});
    wire signed [47:0] result = alumode == 4'd3 ? z - total : alumode == 4'd1 ? ~z + total : z + total;

    always @(posedge clk) begin
        if (RSTA) {a1_q, a2_q} <= 0;
        else begin
            if (CEA1) a1_q <= a_in;
            if (CEA2) a2_q <= AREG == 2 ? a1_q : a_in;
        end
        if (RSTB) {b1_q, b2_q} <= 0;
        else begin
            if (CEB1) b1_q <= b_in;
            if (CEB2) b2_q <= BREG == 2 ? b1_q : b_in;
        end
        if (RSTC) c_q <= 0; else if (CEC) c_q <= C;
        if (RSTD) d_q <= 0; else if (CED) d_q <= D;
        if (RSTD) ad_q <= 0; else if (CEAD) ad_q <= sum;
        if (RSTM) m_q <= 0; else if (CEM) m_q <= product;
        if (RSTP) p_q <= 0; else if (CEP) p_q <= result;
    end

    assign P     = PREG == 0 ? result : p_q;
    assign PCOUT = P;
    assign ACOUT = a;
    assign BCOUT = b;
    assign {CARRYOUT, CARRYCASCOUT, MULTSIGNOUT, OVERFLOW, UNDERFLOW, PATTERNDETECT, PATTERNBDETECT} = 0;

endmodule
