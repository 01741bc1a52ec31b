import Support

@testable import Synthesis

/// A Liberty file of four gates.
enum SmallLibrary {
  static let text = """
    /* made for tests */
    library (small) {
      time_unit : "1ns"; // nanoseconds
      nom_voltage : 2.0;
      capacitive_load_unit (1.0, pf);
      lu_table_template (by_load) {
        variable_1 : total_output_net_capacitance;
        variable_2 : input_net_transition;
        index_1 ("0.0, 1.0");
        index_2 ("0.0, 1.0");
      }
      cell (INV) {
        area : 1.0;
        leakage_power () { value : 1; when : "A"; }
        pin (A) { direction : input; capacitance : 0.001; }
        pin (Y) {
          direction : output; function : "!A";
          timing () {
            related_pin : "A";
            cell_rise (by_load) { index_1 ("0.0, 1.0"); index_2 ("0.0, 1.0"); values ("0.010, 0.010", \\
              "1.010, 1.010"); }
          }
          internal_power () { related_pin : "A"; rise_power (scalar) { values ("0.0005"); } }
        }
      }
      cell (BUF) {
        area : 2.0;
        pin (A) { direction : input; capacitance : 0.001; }
        pin (Y) { direction : output; function : "A"; }
      }
      cell (NAND2) {
        area : 2.0;
        pin (A) { direction : input; capacitance : 0.001; }
        pin (B) { direction : input; capacitance : 0.001; }
        pin (Y) { direction : output; function : "(A&B)'"; }
      }
      cell (XOR2) {
        area : 4.0;
        pin (A) { direction : input; capacitance : 0.002; }
        pin (B) { direction : input; capacitance : 0.002; }
        pin (Y) { direction : output; function : "A^B"; }
      }
      cell (DFF) {
        area : 9.0;
        ff (IQ, IQN) { clocked_on : "C"; next_state : "D"; }
        pin (C) { direction : input; capacitance : 0.001; clock : true; }
        pin (D) { direction : input; capacitance : 0.001; }
        pin (Q) { direction : output; function : "IQ"; }
      }
    }
    """

  /// Four gates with all the tables that ABC asks for.
  static var timed: String {
    """
    library (timed) {
      delay_model : table_lookup; time_unit : "1ns"; nom_voltage : 2.0; capacitive_load_unit (1.0, pf);
      lu_table_template (plain) {
        variable_1 : input_net_transition; variable_2 : total_output_net_capacitance;
        index_1 ("0.01, 1.0"); index_2 ("0.001, 1.0");
      }

    """ + gate("INV", "!A", ["A"], "negative_unate") + gate("BUF", "A", ["A"], "positive_unate")
      + gate("NAND2", "!(A&B)", ["A", "B"], "negative_unate") + gate("XOR2", "A^B", ["A", "B"], "non_unate") + "}\n"
  }

  private static func gate(_ name: String, _ function: String, _ inputs: [String], _ sense: String) -> String {
    let table = #"{ index_1 ("0.01, 1.0"); index_2 ("0.001, 1.0"); values ("0.01, 0.02", "0.03, 0.04"); }"#
    let tables = ["cell_rise", "cell_fall", "rise_transition", "fall_transition"].map { "\($0) (plain) \(table)\n" }
      .joined()
    let pins = inputs.map { "pin (\($0)) { direction : input; capacitance : 0.001; }\n" }.joined()
    let arcs = inputs.map { "timing () { related_pin : \"\($0)\"; timing_sense : \(sense);\n\(tables)}\n" }.joined()
    return """
      cell (\(name)) { area : \(2 * inputs.count);
      \(pins)pin (Y) { direction : output; function : "\(function)"; \(arcs)} }

      """
  }

  static func library() throws -> LibertyLibrary { try LibertyLibrary(text: Array(text.utf8), path: "small.lib") }
}
