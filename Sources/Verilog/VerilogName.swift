/// Names that Verilog takes.
package enum VerilogName {
  /// Whether `name` is a simple identifier and no reserved word of Verilog or SystemVerilog that tools in use refuse.
  package static func isLegal(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetter(first) else { return false }
    return name.utf8.allSatisfy { isLetter($0) || isDigit($0) } && !reserved.contains(name)
  }

  /// A legal name close to `name`: other characters become `_`, a digit in front gets `n`, a reserved word a
  /// `_` behind.
  package static func sanitize(_ name: String) -> String {
    var bytes = name.utf8.map { isLetter($0) || isDigit($0) ? $0 : UInt8(ascii: "_") }
    if let first = bytes.first, isDigit(first) { bytes.insert(UInt8(ascii: "n"), at: 0) }
    let text = bytes.isEmpty ? "unnamed" : String(decoding: bytes, as: UTF8.self)
    return reserved.contains(text) ? text + "_" : text
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// The keywords of IEEE 1364-2005 and those of IEEE 1800-2017, which Verilator reserves too.
  package static let reserved: Set<String> = {
    let words = """
      always and assign automatic begin buf bufif0 bufif1 case casex casez cell cmos config deassign default defparam \
      design disable edge else end endcase endconfig endfunction endgenerate endmodule endprimitive endspecify \
      endtable endtask event for force forever fork function generate genvar highz0 highz1 if ifnone incdir include \
      initial inout input instance integer join large liblist library localparam macromodule medium module nand \
      negedge nmos nor noshowcancelled not notif0 notif1 or output parameter pmos posedge primitive pull0 pull1 \
      pulldown pullup pulsestyle_onevent pulsestyle_ondetect rcmos real realtime reg release repeat rnmos rpmos \
      rtran rtranif0 rtranif1 scalared showcancelled signed small specify specparam strong0 strong1 supply0 supply1 \
      table task time tran tranif0 tranif1 tri tri0 tri1 triand trior trireg unsigned use uwire vectored wait wand \
      weak0 weak1 while wire wor xnor xor \
      accept_on alias always_comb always_ff always_latch assert assume before bind bins binsof bit break byte chandle \
      checker class clocking const constraint context continue cover covergroup coverpoint cross dist do endchecker \
      endclass endclocking endgroup endinterface endpackage endprogram endproperty endsequence enum eventually expect \
      export extends extern final first_match foreach forkjoin global iff ignore_bins illegal_bins implements implies \
      import inside int interconnect interface intersect join_any join_none let local logic longint matches modport \
      nettype new nexttime null package packed priority program property protected pure rand randc randcase \
      randsequence ref reject_on restrict return s_always s_eventually s_nexttime s_until s_until_with sequence \
      shortint shortreal soft solve static string strong struct super sync_accept_on sync_reject_on tagged this \
      throughout timeprecision timeunit type typedef union unique unique0 until until_with untyped var virtual void \
      wait_order weak wildcard with within
      """
    return Set(words.split(whereSeparator: \.isWhitespace).map(String.init))
  }()
}
