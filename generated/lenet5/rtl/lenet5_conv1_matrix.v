// lenet5_conv1_matrix -- matrix-vector unit: 1 x 6 outputs of 25 inputs each.
//
// PE 6 outputs side by side (1 folds), SIMD 1 inputs a cycle (25 words); 576 pixels a frame.
// acc = sum of weight * input, 19 bits in units of 2^0: -2^18 <= acc < 2^18
// t   = M * acc + B, M of 16 bits, B of 30 bits, exact
// out = t * 2^-22 to the nearest code, ties to even, between codes 8'h0 and 8'hff
//
// Weights fixed<8,0>, inputs ufixed<8,0>, outputs ufixed<8,0>, multiplier exact.
// Takes a word a cycle; a result takes 25 words. Latency 11 cycles from its last word.
//
// Made by Mantissa from a design with SHA-256
// e53b4727c3c7d268f53accbbffcd170e75758a634c56dc4cdff4577a784f9595.
`default_nettype none

module lenet5_conv1_matrix #(
    parameter MEMORY_FOLDER = "./"
) (
    input  wire        aclk,
    input  wire        aresetn,        // synchronous, active low
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [7:0]  s_axis_tdata,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [47:0] m_axis_tdata
);
    // The whole pipeline advances unless its output word waits.
    reg  m_valid_q;
    wire advance = !m_valid_q || m_axis_tready;

    assign s_axis_tready = advance;

    // 1: take a word and read its weights.
    reg [4:0] p0_slice_q;
    reg [4:0] p0_address_q;
    reg       p1_valid_q;
    reg [7:0] p1_data_q;
    reg       p1_first_q;
    reg       p1_last_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p0_slice_q <= 5'd0;
            p0_address_q <= 5'd0;
            p1_valid_q <= 1'd0;
        end else if (advance) begin
            p0_slice_q <= s_axis_tvalid ? (p0_slice_q == 5'd24 ? 5'd0 : p0_slice_q + 5'd1) : p0_slice_q;
            p0_address_q <= s_axis_tvalid ? (p0_address_q == 5'd24 ? 5'd0 : p0_address_q + 5'd1) : p0_address_q;
            p1_valid_q <= s_axis_tvalid;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p1_data_q <= s_axis_tdata;
            p1_first_q <= p0_slice_q == 5'd0;
            p1_last_q <= p0_slice_q == 5'd24;
        end
    end

    wire [47:0] p1_weights;
    mantissa_rom #(
        .WIDTH         (48),
        .DEPTH         (25),
        .ADDRESS_WIDTH (5),
        .FILE          ({MEMORY_FOLDER, "lenet5_conv1_matrix_weights.mem"})
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
        for (s = 0; s < 1; s = s + 1) begin : g_activation
            assign p1_x_sign        = 1'b0;
            assign p1_x_significand = p1_data_q;
            assign p1_x_shift       = 1'd0;
        end
    endgenerate

    wire [95:0] p1_terms;

    generate
        for (u = 0; u < 6; u = u + 1) begin : g_unit
            wire [0:0]  w_sign;
            wire [7:0]  w_significand;
            wire [0:0]  w_shift;
            wire [15:0] product;
            assign w_sign        = 1'b0;
            assign w_significand = p1_weights[8*u +: 8];
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
                .w_sign        (w_sign),
                .w_significand (w_significand),
                .w_shift       (w_shift),
                .x_sign        (p1_x_sign),
                .x_significand (p1_x_significand),
                .x_shift       (p1_x_shift),
                .product       (product)
            );
            assign p1_terms[16*u +: 16] = product;
        end
    endgenerate

    reg        p2_valid_q;
    reg [95:0] p2_terms_q;
    reg        p2_first_q;
    reg        p2_last_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p2_valid_q <= 1'd0;
        end else if (advance) begin
            p2_valid_q <= p1_valid_q;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p2_terms_q <= p1_terms;
            p2_first_q <= p1_first_q;
            p2_last_q <= p1_last_q;
        end
    end

    // 4: accumulate over the words of a result.
    wire         p3_due = p2_valid_q && p2_last_q;
    wire [113:0] p3_totals;
    reg  [113:0] p4_sums_q;

    generate
        for (u = 0; u < 6; u = u + 1) begin : g_total
            wire [15:0] sum      = p2_terms_q[16*u +: 16];
            wire [18:0] previous = p2_first_q ? 19'h0 : p4_sums_q[19*u +: 19];
            assign p3_totals[19*u +: 19] = previous + {{3{sum[15]}}, sum};
        end
    endgenerate

    always @(posedge aclk) begin
        if (advance && p2_valid_q) begin
            p4_sums_q <= p3_totals;
        end
    end

    // Finished results take turns: 1 a beat, 6 beats.
    reg  [2:0] p4_beat_q;
    reg        p4_valid_q;
    wire       p4_more  = p4_valid_q && !(p4_beat_q == 3'd5);
    wire       p4_moves = p3_due || p4_more;

    reg [2:0] affine_address_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            affine_address_q <= 3'd0;
            p4_valid_q <= 1'd0;
            p4_beat_q <= 3'd0;
        end else if (advance) begin
            affine_address_q <= p4_moves ? (affine_address_q == 3'd5 ? 3'd0 : affine_address_q + 3'd1) : affine_address_q;
            p4_valid_q <= p4_moves;
            p4_beat_q <= p3_due ? 3'd0 : p4_more ? (p4_beat_q == 3'd5 ? 3'd0 : p4_beat_q + 3'd1) : p4_beat_q;
        end
    end

    reg [113:0] p4_held_q;

    always @(posedge aclk) begin
        if (advance) begin
            p4_held_q <= p3_due ? p3_totals : {19'h0, p4_held_q[113:19]};
        end
    end

    wire [18:0] p4_now = p4_held_q[18:0];
    wire [45:0] p4_constants;
    mantissa_rom #(
        .WIDTH         (46),
        .DEPTH         (6),
        .ADDRESS_WIDTH (3),
        .FILE          ({MEMORY_FOLDER, "lenet5_conv1_matrix_affine.mem"})
    ) u_affine (
        .aclk    (aclk),
        .enable  (advance),
        .address (affine_address_q),
        .data    (p4_constants)
    );

    // 5: scale, exactly.
    wire [34:0] p4_scaled;
    wire [29:0] p4_offsets;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_scale
            wire        [45:0] constants = p4_constants;
            wire        [18:0] sum       = p4_now;
            wire signed [34:0] m         = {{19{constants[15]}}, constants[15:0]};
            wire signed [34:0] acc       = {{16{sum[18]}}, sum[18:0]};
            wire signed [34:0] scaled    = m * acc;
            assign p4_scaled  = scaled;
            assign p4_offsets = constants[45:16];
        end
    endgenerate

    reg        p5_valid_q;
    reg        p5_last_q;
    reg [34:0] p5_scaled_q;
    reg [29:0] p5_offsets_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p5_valid_q <= 1'd0;
            p5_last_q <= 1'd0;
        end else if (advance) begin
            p5_valid_q <= p4_valid_q;
            p5_last_q <= p4_beat_q == 3'd5;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p5_scaled_q <= p4_scaled;
            p5_offsets_q <= p4_offsets;
        end
    end

    // 6: add the offset.
    wire [35:0] p5_totals;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_offset
            wire [34:0] scaled = p5_scaled_q;
            wire [29:0] offset = p5_offsets_q;
            assign p5_totals = {{1{scaled[34]}}, scaled} + {{6{offset[29]}}, offset};
        end
    endgenerate

    reg        p6_valid_q;
    reg        p6_last_q;
    reg [35:0] p6_totals_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p6_valid_q <= 1'd0;
            p6_last_q <= 1'd0;
        end else if (advance) begin
            p6_valid_q <= p5_valid_q;
            p6_last_q <= p5_last_q;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p6_totals_q <= p5_totals;
        end
    end

    // 7: round and clamp; the first results end in the low bits.
    wire [7:0]  p6_codes;
    reg  [47:0] m_data_q;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_encode
            mantissa_fixed_encode #(
                .INPUT_WIDTH (36),
                .RIGHT_SHIFT (22),
                .WIDTH       (8),
                .SIGNED      (0),
                .LOWEST      (8'h0),
                .HIGHEST     (8'hff)
            ) u_encode (
                .value (p6_totals_q),
                .code  (p6_codes)
            );
        end
    endgenerate

    always @(posedge aclk) begin
        if (!aresetn) begin
            m_valid_q <= 1'd0;
        end else if (advance) begin
            m_valid_q <= p6_valid_q && p6_last_q;
        end
    end
    always @(posedge aclk) begin
        if (advance && p6_valid_q) begin
            m_data_q <= {p6_codes, m_data_q[47:8]};
        end
    end

    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;
endmodule

`default_nettype wire
