// lenet5_fc3_matrix -- matrix-vector unit: 1 x 10 outputs of 84 inputs each.
//
// PE 1 outputs side by side (10 folds), SIMD 1 inputs a cycle (84 words); 1 pixels a frame.
// acc = sum of weight * input, 21 bits in units of 2^0: -2^20 <= acc < 2^20
// t   = M * acc + B, M of 23 bits, B of 33 bits, exact
// out = t * 2^-24 to the nearest code, ties to even, between codes 16'h8000 and 16'h7fff
//
// Weights fixed<8,0>, inputs ufixed<8,0>, outputs fixed<16,0>, multiplier exact.
// Takes a word a cycle; a result takes 84 words. Latency 6 cycles from its last word.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_fc3_matrix #(
    parameter MEMORY_FOLDER = "./"
) (
    input  wire        aclk,
    input  wire        aresetn,        // synchronous, active low
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [7:0]  s_axis_tdata,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [15:0] m_axis_tdata
);
    // The whole pipeline advances unless its output word waits.
    reg  m_valid_q;
    wire advance = !m_valid_q || m_axis_tready;

    assign s_axis_tready = advance;

    // 1: take a word and read its weights.
    reg [6:0] p0_slice_q;
    reg [9:0] p0_address_q;
    reg       p1_valid_q;
    reg [7:0] p1_data_q;
    reg       p1_first_q;
    reg       p1_last_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p0_slice_q <= 7'd0;
            p0_address_q <= 10'd0;
            p1_valid_q <= 1'd0;
        end else if (advance) begin
            p0_slice_q <= s_axis_tvalid ? (p0_slice_q == 7'd83 ? 7'd0 : p0_slice_q + 7'd1) : p0_slice_q;
            p0_address_q <= s_axis_tvalid ? (p0_address_q == 10'd839 ? 10'd0 : p0_address_q + 10'd1) : p0_address_q;
            p1_valid_q <= s_axis_tvalid;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p1_data_q <= s_axis_tdata;
            p1_first_q <= p0_slice_q == 7'd0;
            p1_last_q <= p0_slice_q == 7'd83;
        end
    end

    wire [7:0] p1_weights;
    mantissa_rom #(
        .WIDTH         (8),
        .DEPTH         (840),
        .ADDRESS_WIDTH (10),
        .FILE          ({MEMORY_FOLDER, "lenet5_fc3_matrix_weights.mem"})
    ) u_weights (
        .aclk    (aclk),
        .enable  (advance),
        .address (p0_address_q),
        .data    (p1_weights)
    );

    // 2: decode and multiply; an activation is decoded once for all units.
    genvar u, s;
    wire [0:0] p1_x_sign;
    wire [7:0] p1_x_significand;
    wire [0:0] p1_x_shift;
    generate
        for (s = 0; s < 1; s = s + 1) begin : g_decode
            assign p1_x_sign        = 1'b0;
            assign p1_x_significand = p1_data_q;
            assign p1_x_shift       = 1'd0;
        end
    endgenerate

    wire [15:0] p1_terms;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_unit
            wire [0:0]  w_sign;
            wire [7:0]  w_significand;
            wire [0:0]  w_shift;
            wire [15:0] product;
            assign w_sign        = 1'b0;
            assign w_significand = p1_weights;
            assign w_shift       = 1'd0;
            mantissa_exact_product #(
                .W_SIGNED          (1),
                .W_WIDTH           (8),
                .W_SHIFT_WIDTH     (1),
                .X_SIGNED          (0),
                .X_WIDTH           (8),
                .X_SHIFT_WIDTH     (1),
                .SIGNIFICAND_WIDTH (16),
                .MAXIMUM_SHIFT     (0),
                .PRODUCT_WIDTH     (16)
            ) u_product (
                .aclk          (aclk),
                .enable        (advance),
                .w_sign        (w_sign),
                .w_significand (w_significand),
                .w_shift       (w_shift),
                .x_sign        (p1_x_sign),
                .x_significand (p1_x_significand),
                .x_shift       (p1_x_shift),
                .product       (product)
            );
            assign p1_terms = product;
        end
    endgenerate

    reg        p2_valid_q;
    reg        p2_first_q;
    reg        p2_last_q;
    reg [15:0] p2_terms_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p2_valid_q <= 1'd0;
        end else if (advance) begin
            p2_valid_q <= p1_valid_q;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p2_first_q <= p1_first_q;
            p2_last_q <= p1_last_q;
            p2_terms_q <= p1_terms;
        end
    end

    // 3: accumulate over the words of a result.
    wire        p2_due = p2_valid_q && p2_last_q;
    wire [20:0] p2_totals;
    reg  [20:0] p3_sums_q;

    generate
        for (u = 0; u < 1; u = u + 1) begin : g_total
            wire [15:0] sum      = p2_terms_q;
            wire [20:0] previous = p2_first_q ? 21'h0 : p3_sums_q;
            assign p2_totals = previous + {{5{sum[15]}}, sum};
        end
    endgenerate

    always @(posedge aclk) begin
        if (advance && p2_valid_q) begin
            p3_sums_q <= p2_totals;
        end
    end

    reg [3:0] affine_address_q;
    reg       p3_valid_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            affine_address_q <= 4'd0;
            p3_valid_q <= 1'd0;
        end else if (advance) begin
            affine_address_q <= p2_due ? (affine_address_q == 4'd9 ? 4'd0 : affine_address_q + 4'd1) : affine_address_q;
            p3_valid_q <= p2_due;
        end
    end

    wire [20:0] p3_now = p3_sums_q;

    wire [55:0] p3_constants;
    mantissa_rom #(
        .WIDTH         (56),
        .DEPTH         (10),
        .ADDRESS_WIDTH (4),
        .FILE          ({MEMORY_FOLDER, "lenet5_fc3_matrix_affine.mem"})
    ) u_affine (
        .aclk    (aclk),
        .enable  (advance),
        .address (affine_address_q),
        .data    (p3_constants)
    );

    // 4: scale, exactly.
    wire [32:0] p3_offsets;
    wire [43:0] p3_scaled;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_scale
            wire        [55:0] constants = p3_constants;
            wire        [20:0] sum       = p3_now;
            wire        [22:0] factor    = constants[22:0];
            wire signed [43:0] m         = {{21{factor[22]}}, factor[22:0]};
            wire signed [43:0] acc       = {{23{sum[20]}}, sum[20:0]};
            wire signed [43:0] scaled    = m * acc;
            assign p3_offsets = constants[55:23];
            assign p3_scaled  = scaled;
        end
    endgenerate

    reg        p4_valid_q;
    reg [32:0] p4_offsets_q;
    reg [43:0] p4_scaled_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p4_valid_q <= 1'd0;
        end else if (advance) begin
            p4_valid_q <= p3_valid_q;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p4_offsets_q <= p3_offsets;
            p4_scaled_q <= p3_scaled;
        end
    end

    // 5: add the offset.
    wire [44:0] p4_totals;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_add
            wire [43:0] scaled = p4_scaled_q;
            wire [32:0] offset = p4_offsets_q;
            assign p4_totals = {{1{scaled[43]}}, scaled} + {{12{offset[32]}}, offset};
        end
    endgenerate

    reg        p5_valid_q;
    reg [44:0] p5_totals_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p5_valid_q <= 1'd0;
        end else if (advance) begin
            p5_valid_q <= p4_valid_q;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p5_totals_q <= p4_totals;
        end
    end

    // 6: round and clamp.
    wire [15:0] p5_codes;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_encode
            mantissa_fixed_encode #(
                .INPUT_WIDTH (45),
                .RIGHT_SHIFT (24),
                .WIDTH       (16),
                .SIGNED      (1),
                .LOWEST      (16'h8000),
                .HIGHEST     (16'h7fff)
            ) u_encode (
                .aclk   (aclk),
                .enable (advance),
                .value  (p5_totals_q),
                .code   (p5_codes)
            );
        end
    endgenerate

    reg [15:0] m_data_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            m_valid_q <= 1'd0;
        end else if (advance) begin
            m_valid_q <= p5_valid_q;
        end
    end
    always @(posedge aclk) begin
        if (advance && p5_valid_q) begin
            m_data_q <= p5_codes;
        end
    end

    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;
endmodule

`default_nettype wire
