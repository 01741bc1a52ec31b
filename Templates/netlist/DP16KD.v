// DP16KD -- what a block memory of Lattice ECP5 does where Yosys uses one, for simulating netlists.
//
// 1,024 words of 18 bits. Ports of 1, 2 and 4 bits see 8 of every 9 bits, those of 9 and 18 bits all of them; a port A of
// 36 bits writes the words of both data inputs, a port B of 36 bits reads onto both data outputs. A reset clears an output
// and blocks the port's write. There are no output registers, and no decoded chip selects: Yosys asks for none.
module DP16KD (
    input DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1,
        DIA0, ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0, CEA, OCEA,
        CLKA, WEA, RSTA, CSA2, CSA1, CSA0,
    input DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9, DIB8, DIB7, DIB6, DIB5, DIB4, DIB3, DIB2, DIB1,
        DIB0, ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0, CEB, OCEB,
        CLKB, WEB, RSTB, CSB2, CSB1, CSB0,
    output DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1,
        DOA0,
    output DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1,
        DOB0
);
    parameter DATA_WIDTH_A = 18;
    parameter DATA_WIDTH_B = 18;
    parameter REGMODE_A = "NOREG";
    parameter REGMODE_B = "NOREG";
    parameter RESETMODE = "SYNC";
    parameter ASYNC_RESET_RELEASE = "SYNC";
    parameter WRITEMODE_A = "NORMAL";
    parameter WRITEMODE_B = "NORMAL";
    parameter CSDECODE_A = "0b000";
    parameter CSDECODE_B = "0b000";
    parameter CLKAMUX = "CLKA";
    parameter CLKBMUX = "CLKB";
    parameter GSR = "AUTO";
    parameter INIT_DATA = "STATIC";
    parameter [319:0] INITVAL_00 = 0;
    parameter [319:0] INITVAL_01 = 0;
    parameter [319:0] INITVAL_02 = 0;
    parameter [319:0] INITVAL_03 = 0;
    parameter [319:0] INITVAL_04 = 0;
    parameter [319:0] INITVAL_05 = 0;
    parameter [319:0] INITVAL_06 = 0;
    parameter [319:0] INITVAL_07 = 0;
    parameter [319:0] INITVAL_08 = 0;
    parameter [319:0] INITVAL_09 = 0;
    parameter [319:0] INITVAL_0A = 0;
    parameter [319:0] INITVAL_0B = 0;
    parameter [319:0] INITVAL_0C = 0;
    parameter [319:0] INITVAL_0D = 0;
    parameter [319:0] INITVAL_0E = 0;
    parameter [319:0] INITVAL_0F = 0;
    parameter [319:0] INITVAL_10 = 0;
    parameter [319:0] INITVAL_11 = 0;
    parameter [319:0] INITVAL_12 = 0;
    parameter [319:0] INITVAL_13 = 0;
    parameter [319:0] INITVAL_14 = 0;
    parameter [319:0] INITVAL_15 = 0;
    parameter [319:0] INITVAL_16 = 0;
    parameter [319:0] INITVAL_17 = 0;
    parameter [319:0] INITVAL_18 = 0;
    parameter [319:0] INITVAL_19 = 0;
    parameter [319:0] INITVAL_1A = 0;
    parameter [319:0] INITVAL_1B = 0;
    parameter [319:0] INITVAL_1C = 0;
    parameter [319:0] INITVAL_1D = 0;
    parameter [319:0] INITVAL_1E = 0;
    parameter [319:0] INITVAL_1F = 0;
    parameter [319:0] INITVAL_20 = 0;
    parameter [319:0] INITVAL_21 = 0;
    parameter [319:0] INITVAL_22 = 0;
    parameter [319:0] INITVAL_23 = 0;
    parameter [319:0] INITVAL_24 = 0;
    parameter [319:0] INITVAL_25 = 0;
    parameter [319:0] INITVAL_26 = 0;
    parameter [319:0] INITVAL_27 = 0;
    parameter [319:0] INITVAL_28 = 0;
    parameter [319:0] INITVAL_29 = 0;
    parameter [319:0] INITVAL_2A = 0;
    parameter [319:0] INITVAL_2B = 0;
    parameter [319:0] INITVAL_2C = 0;
    parameter [319:0] INITVAL_2D = 0;
    parameter [319:0] INITVAL_2E = 0;
    parameter [319:0] INITVAL_2F = 0;
    parameter [319:0] INITVAL_30 = 0;
    parameter [319:0] INITVAL_31 = 0;
    parameter [319:0] INITVAL_32 = 0;
    parameter [319:0] INITVAL_33 = 0;
    parameter [319:0] INITVAL_34 = 0;
    parameter [319:0] INITVAL_35 = 0;
    parameter [319:0] INITVAL_36 = 0;
    parameter [319:0] INITVAL_37 = 0;
    parameter [319:0] INITVAL_38 = 0;
    parameter [319:0] INITVAL_39 = 0;
    parameter [319:0] INITVAL_3A = 0;
    parameter [319:0] INITVAL_3B = 0;
    parameter [319:0] INITVAL_3C = 0;
    parameter [319:0] INITVAL_3D = 0;
    parameter [319:0] INITVAL_3E = 0;
    parameter [319:0] INITVAL_3F = 0;

    wire [17:0] dia = {DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1,
        DIA0};
    wire [17:0] dib = {DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9, DIB8, DIB7, DIB6, DIB5, DIB4, DIB3, DIB2, DIB1,
        DIB0};
    wire [13:0] ada = {ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0};
    wire [13:0] adb = {ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0};

    reg [17:0] words [0:1023];
    reg [17:0] a_q = 0;
    reg [35:0] b_q = 0;
    wire clka = CLKAMUX == "INV" ? !CLKA : CLKA;
    wire clkb = CLKBMUX == "INV" ? !CLKB : CLKB;

    // 16 words of an initial value, at 20 bits each.
    task fill(input [5:0] group, input [319:0] value);
        integer place;
        for (place = 0; place < 16; place = place + 1) words[{group, 4'b0} + place] = value[20 * place +: 18];
    endtask

    initial begin
        fill(0, INITVAL_00);
        fill(1, INITVAL_01);
        fill(2, INITVAL_02);
        fill(3, INITVAL_03);
        fill(4, INITVAL_04);
        fill(5, INITVAL_05);
        fill(6, INITVAL_06);
        fill(7, INITVAL_07);
        fill(8, INITVAL_08);
        fill(9, INITVAL_09);
        fill(10, INITVAL_0A);
        fill(11, INITVAL_0B);
        fill(12, INITVAL_0C);
        fill(13, INITVAL_0D);
        fill(14, INITVAL_0E);
        fill(15, INITVAL_0F);
        fill(16, INITVAL_10);
        fill(17, INITVAL_11);
        fill(18, INITVAL_12);
        fill(19, INITVAL_13);
        fill(20, INITVAL_14);
        fill(21, INITVAL_15);
        fill(22, INITVAL_16);
        fill(23, INITVAL_17);
        fill(24, INITVAL_18);
        fill(25, INITVAL_19);
        fill(26, INITVAL_1A);
        fill(27, INITVAL_1B);
        fill(28, INITVAL_1C);
        fill(29, INITVAL_1D);
        fill(30, INITVAL_1E);
        fill(31, INITVAL_1F);
        fill(32, INITVAL_20);
        fill(33, INITVAL_21);
        fill(34, INITVAL_22);
        fill(35, INITVAL_23);
        fill(36, INITVAL_24);
        fill(37, INITVAL_25);
        fill(38, INITVAL_26);
        fill(39, INITVAL_27);
        fill(40, INITVAL_28);
        fill(41, INITVAL_29);
        fill(42, INITVAL_2A);
        fill(43, INITVAL_2B);
        fill(44, INITVAL_2C);
        fill(45, INITVAL_2D);
        fill(46, INITVAL_2E);
        fill(47, INITVAL_2F);
        fill(48, INITVAL_30);
        fill(49, INITVAL_31);
        fill(50, INITVAL_32);
        fill(51, INITVAL_33);
        fill(52, INITVAL_34);
        fill(53, INITVAL_35);
        fill(54, INITVAL_36);
        fill(55, INITVAL_37);
        fill(56, INITVAL_38);
        fill(57, INITVAL_39);
        fill(58, INITVAL_3A);
        fill(59, INITVAL_3B);
        fill(60, INITVAL_3C);
        fill(61, INITVAL_3D);
        fill(62, INITVAL_3E);
        fill(63, INITVAL_3F);
    end

    // What a port of at most 18 bits sees of a word.
    function [17:0] part(input [17:0] word, input [13:0] address, input integer width);
        reg [8:0] half;
        begin
            half = address[3] ? word[17:9] : word[8:0];
            case (width)
                18, 36:  part = word;
                9:       part = {9'b0, half};
                4:       part = {14'b0, half[4 * address[2] +: 4]};
                2:       part = {16'b0, half[2 * address[2:1] +: 2]};
                default: part = {17'b0, half[address[2:0]]};
            endcase
        end
    endfunction

    // The bits of a word that such a port writes.
    function [17:0] mask(input [13:0] address, input integer width);
        case (width)
            18, 36:  mask = {{9{address[1]}}, {9{address[0]}}};
            9:       mask = 18'h1ff << (9 * address[3]);
            4:       mask = 18'hf << (9 * address[3] + 4 * address[2]);
            2:       mask = 18'h3 << (9 * address[3] + 2 * address[2:1]);
            default: mask = 18'h1 << (9 * address[3] + address[2:0]);
        endcase
    endfunction

    // Its data, at every place where they may go.
    function [17:0] spread(input [17:0] data, input integer width);
        case (width)
            18, 36:  spread = data;
            9:       spread = {2{data[8:0]}};
            4:       spread = {2{1'b0, {2{data[3:0]}}}};
            2:       spread = {2{1'b0, {4{data[1:0]}}}};
            default: spread = {2{1'b0, {8{data[0]}}}};
        endcase
    endfunction

    function [17:0] merged(input [17:0] old, input [17:0] data, input [17:0] where);
        merged = (old & ~where) | (data & where);
    endfunction

    // Words as they are, and as a write leaves them. A port of 36 bits has the even word of a pair at its lower half.
    wire [9:0]  word_a = DATA_WIDTH_A == 36 ? {ada[13:5], 1'b0} : ada[13:4];
    wire [9:0]  word_b = DATA_WIDTH_B == 36 ? {adb[13:5], 1'b0} : adb[13:4];
    wire [17:0] new_a  = merged(words[word_a], spread(dia, DATA_WIDTH_A), mask(ada, DATA_WIDTH_A));
    wire [17:0] new_b  = merged(words[word_b], spread(dib, DATA_WIDTH_B), mask(adb, DATA_WIDTH_B));

    always @(posedge clka) begin
        if (CEA && !RSTA && WEA) begin
            words[word_a] <= new_a;
            if (DATA_WIDTH_A == 36)
                words[word_a | 10'd1] <= merged(words[word_a | 10'd1], dib, {{9{ada[3]}}, {9{ada[2]}}});
        end
        if (RSTA) a_q <= 0;
        else if (CEA && WEA && WRITEMODE_A == "WRITETHROUGH") a_q <= part(new_a, ada, DATA_WIDTH_A);
        else if (CEA && (!WEA || WRITEMODE_A == "READBEFOREWRITE")) a_q <= part(words[word_a], ada, DATA_WIDTH_A);
    end

    always @(posedge clkb) begin
        if (CEB && !RSTB && WEB) words[word_b] <= new_b;
        if (RSTB) b_q <= 0;
        else if (CEB && WEB && WRITEMODE_B == "WRITETHROUGH") b_q <= {18'b0, part(new_b, adb, DATA_WIDTH_B)};
        else if (CEB && (!WEB || WRITEMODE_B == "READBEFOREWRITE"))
            b_q <= {DATA_WIDTH_B == 36 ? words[word_b | 10'd1] : 18'b0, part(words[word_b], adb, DATA_WIDTH_B)};
    end

    assign {DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1,
        DOA0} = DATA_WIDTH_B == 36 ? b_q[17:0] : a_q;
    assign {DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1,
        DOB0} = DATA_WIDTH_B == 36 ? b_q[35:18] : b_q[17:0];

endmodule
