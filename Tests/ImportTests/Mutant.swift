import Driver
import Foundation
import TestTools
import Testing
import Verify

/// One alteration of an emitted design.
struct Mutant: Sendable, CustomTestStringConvertible {
  let what: String
  /// The file, by its name.
  let file: String
  let old: String
  let new: String
  /// The file in which one instance becomes an altered copy of the cell in `file`; nil alters the cell itself.
  var instance: String?

  var testDescription: String { instance.map { "\(what), in \($0)" } ?? what }

  init(_ what: String, _ file: String, _ old: String, _ new: String, instance: String? = nil) {
    (self.what, self.file, self.old, self.new, self.instance) = (what, file, old, new, instance)
  }

  /// Alters the design in `folder`.
  func apply(to folder: URL) throws {
    let cell = String(file.dropLast(2))
    let (path, text) = try source(file, in: folder)
    let range = try #require(text.range(of: old), "'\(old)' is not in \(file)")
    let altered = text.replacingCharacters(in: range, with: new)
    guard let instance else { return try write(altered, path) }
    let copy = altered.replacingOccurrences(of: "module \(cell) ", with: "module \(cell)_altered ")
    try write(text + copy, path)
    let (user, uses) = try source(instance, in: folder)
    let use = try #require(uses.range(of: "    \(cell) "), "no \(cell) in \(instance)")
    try write(uses.replacingCharacters(in: use, with: "    \(cell)_altered "), user)
  }

  private func source(_ name: String, in folder: URL) throws -> (URL, String) {
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    let path = folder.appendingPathComponent(try #require(files.first { $0.hasSuffix("/" + name) }, "no \(name)"))
    return (path, try String(contentsOf: path, encoding: .utf8))
  }

  private func write(_ text: String, _ path: URL) throws {
    try text.write(to: path, atomically: true, encoding: .utf8)
  }
}

extension Mutant {
  static let top = "small_residual_top.v"
  static let advance = "wire advance = !m_valid_q || m_axis_tready;"
  static let poolOverwrites = Mutant(
    "a pool overwrites the word that waits", "small_residual_pool_maximum.v", "advance && s_axis_tvalid",
    "advance || s_axis_tvalid")
  static let skidLoses = Mutant(
    "a skid takes words without room", "mantissa_skid.v", advance, "wire advance = 1'b1;",
    instance: "small_residual_pool.v")
  static let noEarly = Mutant("early never rises", "mantissa_frame_guard.v", "early_q <= 1'b1", "early_q <= 1'b0")
  static let noLate = Mutant("late never rises", "mantissa_frame_guard.v", "late_q <= 1'b1", "late_q <= 1'b0")
  static let wrongSum = Mutant(
    "sums end at wrong words", "small_residual_fc_matrix.v", "p1_last_q <= p0_slice_q ==", "p1_last_q <= p0_slice_q !=")
  static let staysFull = Mutant(
    "reset leaves a word in a skid", "mantissa_skid.v", "skid_valid_q <= 1'b0;\n        end else if (advance)",
    "skid_valid_q <= skid_valid_q;\n        end else if (advance)")
  static let waitsForReady = Mutant(
    "tvalid depends on tready", top, "result_tvalid && awake", "result_tvalid && awake && m_axis_tready")

  /// What shows as unknown values only, which Verilator has none of.
  static let unknown = [
    staysFull,
    Mutant("words are given in reset", top, "result_tvalid && awake", "result_tvalid && (awake || !aresetn)"),
  ]

  /// The others.
  static let known = [
    poolOverwrites, skidLoses, noEarly, noLate, wrongSum, waitsForReady,
    Mutant(
      "a skid takes words without room", "mantissa_skid.v", advance, "wire advance = 1'b1;",
      instance: "small_residual_conv.v"),
    Mutant(
      "a skid takes words without room", "mantissa_skid.v", advance, "wire advance = 1'b1;",
      instance: "small_residual_fc.v"),
    Mutant(
      "a skid's data move while they wait", "mantissa_skid.v", "if (advance) m_data_q", "if (s_axis_tvalid) m_data_q",
      instance: "small_residual_fc.v"),
    Mutant(
      "a skid gives up its second word", "mantissa_skid.v", "s_axis_tready = !skid_valid_q", "s_axis_tready = 1'b1",
      instance: "small_residual_conv.v"),
    Mutant("the guard does not drop", "mantissa_frame_guard.v", "s_axis_tvalid && !drop_q", "s_axis_tvalid"),
    Mutant("the guard does not fill", "mantissa_frame_guard.v", "fill_q  <= 1'b1", "fill_q  <= 1'b0"),
    Mutant(
      "the guard fills with what is there", "mantissa_frame_guard.v", "fill_q ? {WIDTH{1'b0}} : s_axis_tdata",
      "s_axis_tdata"),
    Mutant("late rises for right frames", "mantissa_frame_guard.v", "!s_axis_tlast && last", "last"),
    Mutant("early raises late too", "mantissa_frame_guard.v", "early_q <= 1'b1;", "{early_q, late_q} <= 2'b11;"),
    Mutant("late raises early too", "mantissa_frame_guard.v", "late_q <= 1'b1;", "{early_q, late_q} <= 2'b11;"),
    Mutant("the guard loses words that wait", "mantissa_frame_guard.v", advance, "wire advance = 1'b1;"),
    Mutant(
      "a flag survives reset", "mantissa_frame_guard.v", "late_q    <= 1'b0;", "if (late_q === 1'bx) late_q <= 1'b0;"),
    Mutant(
      "a FIFO takes a word more than it holds", "mantissa_fifo.v", "count_q != DEPTH[COUNT_WIDTH-1:0]", "1'b1"),
    Mutant(
      "a FIFO turns a word too early", "mantissa_fifo.v", "LAST          = DEPTH - 1", "LAST          = DEPTH - 2"),
    Mutant("a FIFO gives a word that is not there", "mantissa_fifo.v", "m_valid_q <= filled", "m_valid_q <= 1'b1"),
    Mutant("a fork loses words of one side", "mantissa_fork.v", "(!m0_valid_q || m0_axis_tready) && ", ""),
    Mutant("a fork gives a word twice", "mantissa_fork.v", "if (m1_axis_tready) m1_valid_q <= 1'b0;", ""),
    Mutant("a join takes one side", "small_residual_sum_sum.v", "p1_valid0_q && p1_valid1_q", "p1_valid0_q"),
    Mutant(
      "a join loses words that wait", "small_residual_sum_sum.v", "advance   = !m_valid_q || m_axis_tready",
      "advance   = 1'b1"),
    Mutant("a pipeline does not stop", "small_residual_conv_matrix.v", advance, "wire advance = 1'b1;"),
    Mutant("a window forgets its room", "mantissa_window.v", "freed} - taken", "freed}"),
    Mutant("tlast comes early", top, ".WORDS (3)", ".WORDS (2)"),
    Mutant("tlast never comes", "mantissa_frame_last.v", ".last(m_axis_tlast)", ".last()"),
    Mutant("words are taken in reset", top, "packed_tready && awake", "packed_tready && (awake || !aresetn)"),
    Mutant("words are taken before reset", top, "packed_tready && awake", "packed_tready && aresetn"),
  ]
}
