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

  static func library() throws -> LibertyLibrary { try LibertyLibrary(text: Array(text.utf8), path: "small.lib") }
}
