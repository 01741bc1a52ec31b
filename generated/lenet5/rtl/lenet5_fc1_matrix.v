// lenet5_fc1_matrix -- matrix-vector unit: 1 x 120 outputs of 256 inputs each.
//
// PE 1 outputs side by side (120 folds), SIMD 2 inputs a cycle (128 words); 1 pixels a frame.
// acc = sum of weight * input, 22 bits in units of 2^0: -2^21 <= acc < 2^21
// t   = M * acc + B, M of 16 bits, B of 31 bits, exact
// out = t * 2^-22 to the nearest code, ties to even, between codes 8'h0 and 8'hff
//
// Weights fixed<8,0>, inputs ufixed<8,0>, outputs ufixed<8,0>, multiplier exact.
// Takes a word a cycle; a result takes 128 words. Latency 7 cycles from its last word.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_fc1_matrix #(
    parameter MEMORY_FOLDER = "./"
) (
    input  wire        aclk,
    input  wire        aresetn,        // synchronous, active low
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [15:0] s_axis_tdata,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [7:0]  m_axis_tdata
);
    // The whole pipeline advances unless its output word waits.
    reg  m_valid_q;
    wire advance = !m_valid_q || m_axis_tready;

    assign s_axis_tready = advance;

    // 1: take a word and read its weights.
    reg [6:0]  p0_slice_q;
    reg [13:0] p0_address_q;
    reg        p1_valid_q;
    reg [15:0] p1_data_q;
    reg        p1_first_q;
    reg        p1_last_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p0_slice_q <= 7'd0;
            p0_address_q <= 14'd0;
            p1_valid_q <= 1'd0;
        end else if (advance) begin
            p0_slice_q <= s_axis_tvalid ? (p0_slice_q == 7'd127 ? 7'd0 : p0_slice_q + 7'd1) : p0_slice_q;
            p0_address_q <= s_axis_tvalid ? (p0_address_q == 14'd15359 ? 14'd0 : p0_address_q + 14'd1) : p0_address_q;
            p1_valid_q <= s_axis_tvalid;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p1_data_q <= s_axis_tdata;
            p1_first_q <= p0_slice_q == 7'd0;
            p1_last_q <= p0_slice_q == 7'd127;
        end
    end

    wire [15:0] p1_weights;
    mantissa_rom #(
        .WIDTH         (16),
        .DEPTH         (15360),
        .ADDRESS_WIDTH (14),
        .FILE          ({MEMORY_FOLDER, "lenet5_fc1_matrix_weights.mem"})
    ) u_weights (
        .aclk    (aclk),
        .enable  (advance),
        .address (p0_address_q),
        .data    (p1_weights)
    );

    // 2: decode and multiply; an activation is decoded once for all units.
    genvar u, s;
    wire [1:0]  p1_x_sign;
    wire [15:0] p1_x_significand;
    wire [1:0]  p1_x_shift;
    generate
        for (s = 0; s < 2; s = s + 1) begin : g_decode
            assign p1_x_sign[s]               = 1'b0;
            assign p1_x_significand[8*s +: 8] = p1_data_q[8*s +: 8];
            assign p1_x_shift[s]              = 1'd0;
        end
    endgenerate

    wire [31:0] p1_terms;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_unit
            for (s = 0; s < 2; s = s + 1) begin : g_lane
                wire [0:0]  w_sign;
                wire [7:0]  w_significand;
                wire [0:0]  w_shift;
                wire [15:0] product;
                assign w_sign        = 1'b0;
                assign w_significand = p1_weights[8*(2*u+s) +: 8];
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
                    .x_sign        (p1_x_sign[s]),
                    .x_significand (p1_x_significand[8*s +: 8]),
                    .x_shift       (p1_x_shift[s]),
                    .product       (product)
                );
                assign p1_terms[16*(2*u+s) +: 16] = product;
            end
        end
    endgenerate

    reg        p2_valid_q;
    reg        p2_first_q;
    reg        p2_last_q;
    reg [31:0] p2_terms_q;

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

    // 3: add the terms of each unit.
    wire [16:0] p2_sums;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_tree
            wire [16:0] sum;
            mantissa_adder_tree #(
                .COUNT  (2),
                .WIDTH  (16),
                .LEVELS (1)
            ) u_tree (
                .aclk   (aclk),
                .enable (advance),
                .terms  (p2_terms_q),
                .sum    (sum)
            );
            assign p2_sums = sum;
        end
    endgenerate

    reg        p3_valid_q;
    reg        p3_first_q;
    reg        p3_last_q;
    reg [16:0] p3_sums_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p3_valid_q <= 1'd0;
        end else if (advance) begin
            p3_valid_q <= p2_valid_q;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p3_first_q <= p2_first_q;
            p3_last_q <= p2_last_q;
            p3_sums_q <= p2_sums;
        end
    end

    // 4: accumulate over the words of a result.
    wire        p3_due = p3_valid_q && p3_last_q;
    wire [21:0] p3_totals;
    reg  [21:0] p4_sums_q;

    generate
        for (u = 0; u < 1; u = u + 1) begin : g_total
            wire [16:0] sum      = p3_sums_q;
            wire [21:0] previous = p3_first_q ? 22'h0 : p4_sums_q;
            assign p3_totals = previous + {{5{sum[16]}}, sum};
        end
    endgenerate

    always @(posedge aclk) begin
        if (advance && p3_valid_q) begin
            p4_sums_q <= p3_totals;
        end
    end

    reg [6:0] affine_address_q;
    reg       p4_valid_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            affine_address_q <= 7'd0;
            p4_valid_q <= 1'd0;
        end else if (advance) begin
            affine_address_q <= p3_due ? (affine_address_q == 7'd119 ? 7'd0 : affine_address_q + 7'd1) : affine_address_q;
            p4_valid_q <= p3_due;
        end
    end

    wire [21:0] p4_now = p4_sums_q;

    wire [46:0] p4_constants;
    mantissa_rom #(
        .WIDTH         (47),
        .DEPTH         (120),
        .ADDRESS_WIDTH (7),
        .FILE          ({MEMORY_FOLDER, "lenet5_fc1_matrix_affine.mem"})
    ) u_affine (
        .aclk    (aclk),
        .enable  (advance),
        .address (affine_address_q),
        .data    (p4_constants)
    );

    // 5: scale, exactly.
    wire [30:0] p4_offsets;
    wire [37:0] p4_scaled;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_scale
            wire        [46:0] constants = p4_constants;
            wire        [21:0] sum       = p4_now;
            wire        [15:0] factor    = constants[15:0];
            wire signed [37:0] m         = {{22{factor[15]}}, factor[15:0]};
            wire signed [37:0] acc       = {{16{sum[21]}}, sum[21:0]};
            wire signed [37:0] scaled    = m * acc;
            assign p4_offsets = constants[46:16];
            assign p4_scaled  = scaled;
        end
    endgenerate

    reg        p5_valid_q;
    reg [30:0] p5_offsets_q;
    reg [37:0] p5_scaled_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p5_valid_q <= 1'd0;
        end else if (advance) begin
            p5_valid_q <= p4_valid_q;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p5_offsets_q <= p4_offsets;
            p5_scaled_q <= p4_scaled;
        end
    end

    // 6: add the offset.
    wire [38:0] p5_totals;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_add
            wire [37:0] scaled = p5_scaled_q;
            wire [30:0] offset = p5_offsets_q;
            assign p5_totals = {{1{scaled[37]}}, scaled} + {{8{offset[30]}}, offset};
        end
    endgenerate

    reg        p6_valid_q;
    reg [38:0] p6_totals_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            p6_valid_q <= 1'd0;
        end else if (advance) begin
            p6_valid_q <= p5_valid_q;
        end
    end
    always @(posedge aclk) begin
        if (advance) begin
            p6_totals_q <= p5_totals;
        end
    end

    // 7: round and clamp.
    wire [7:0] p6_codes;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_encode
            mantissa_fixed_encode #(
                .INPUT_WIDTH (39),
                .RIGHT_SHIFT (22),
                .WIDTH       (8),
                .SIGNED      (0),
                .LOWEST      (8'h0),
                .HIGHEST     (8'hff)
            ) u_encode (
                .aclk   (aclk),
                .enable (advance),
                .value  (p6_totals_q),
                .code   (p6_codes)
            );
        end
    endgenerate

    reg [7:0] m_data_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            m_valid_q <= 1'd0;
        end else if (advance) begin
            m_valid_q <= p6_valid_q;
        end
    end
    always @(posedge aclk) begin
        if (advance && p6_valid_q) begin
            m_data_q <= p6_codes;
        end
    end

    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;
endmodule

`default_nettype wire
