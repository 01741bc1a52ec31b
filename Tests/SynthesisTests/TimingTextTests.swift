import Support
import Testing

@testable import Synthesis

/// What OpenSTA prints.
@Suite struct TimingTextTests {
  private static let checks = """
    Startpoint: u_x.left_q[1]_dfxtp_1_Q (rising edge-triggered flip-flop clocked by aclk)
    Endpoint: u_y.sum_q[3]_nor2_1_A_dfxtp_1_D
              (rising edge-triggered flip-flop clocked by aclk)

      Delay    Time   Description
    ---------------------------------------------
       0.00    0.00   clock aclk (rise edge)
       0.00    0.00 ^ u_x.left_q[1]_dfxtp_1_Q/CLK (dfxtp_1)
       0.30    0.30 ^ u_x.left_q[1]_dfxtp_1_Q/Q (dfxtp_1)
       0.10    0.40 v u_y.a_nor2_1_A/Y (nor2_1)
       0.00    0.40 v u_y.sum_q[3]_nor2_1_A_dfxtp_1_D/D (dfxtp_1)
               0.40   data arrival time

       9.90    9.90   data required time
    ---------------------------------------------
               9.90   data required time
              -0.40   data arrival time
    ---------------------------------------------
               9.50   slack (MET)

    """

  @Test func figures() throws {
    let power = "Total   2.3e-03 5.3e-05 2.0e-09 2.4e-03 100.0%\n"
    let text = try TimingText(checks: Self.checks, power: power)
    #expect(text.slack == 9.5 && text.power == 0.0024)
    #expect(text.path.delay == 0.4 && text.path.from == "u_x.left_q[1]" && text.path.to == "u_y.sum_q[3]")
    #expect(try TimingText(checks: Self.checks, power: "").power == nil)
  }

  @Test(arguments: ["", "No paths found.\n", "slack\n"]) func badTexts(_ text: String) {
    #expect(throws: Failure.self) { try TimingText(checks: text, power: "") }
  }
}
