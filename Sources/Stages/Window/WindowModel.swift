import PipelineIR
import Support

/// The timing of `mantissa_window`, stated through positions in the frame instead of increments.
final class WindowModel: StageModel {
  // Constants, in words where not said otherwise.
  private let rows: Geometry.Axis
  private let columns: Geometry.Axis
  private let height: Int
  private let width: Int
  private let slices: Int
  private let groups: Int
  private let repeats: Int
  private let outputHeight: Int
  private let outputWidth: Int
  private let pixel: Int
  private let row: Int
  private let frame: Int
  private let depth: Int

  /// Words since reset that have entered, and that came before the frame that is read.
  private var written = 0
  private var frameStart = 0
  private var y = 0
  private var x = 0
  private var group = 0
  private var turn = 0
  private var tapY = 0
  private var tapX = 0
  private var slice = 0
  /// The number since reset of the word to read next; nil for padding.
  private var next: Int? = nil
  /// Words since reset whose place may be overwritten.
  private var free = 0
  private var p1Valid = false
  private var mValid = false

  init(_ window: Window, lanes: Int) {
    rows = window.geometry.rows
    columns = window.geometry.columns
    height = window.input.height
    width = window.input.width
    groups = window.groups
    repeats = window.repeats
    outputHeight = window.outputShape.height
    outputWidth = window.outputShape.width
    pixel = window.input.channels / lanes
    slices = pixel / groups
    row = width * pixel
    frame = height * row
    depth = window.bufferRows * row
    locate()
  }

  var valid: UInt32 { mValid ? 1 : 0 }
  func ready(_ outputReady: UInt32) -> UInt32 { written < free + depth ? 1 : 0 }

  func clock(inputValid: UInt32, outputReady: UInt32) {
    let taken = inputValid & 1 == 1 && written < free + depth
    if !mValid || outputReady & 1 == 1 {
      mValid = p1Valid
      p1Valid = (next ?? -1) < written
      if p1Valid { step() }
    }
    if taken { written += 1 }
  }

  private func step() {
    slice += 1
    if slice == slices {
      slice = 0
      tapX += 1
      if tapX == columns.kernel {
        tapX = 0
        tapY += 1
        if tapY == rows.kernel {
          tapY = 0
          stepWindow()
        }
      }
    }
    locate()
  }

  private func stepWindow() {
    turn += 1
    guard turn == repeats else { return }
    turn = 0
    group += 1
    guard group == groups else { return }
    group = 0
    x += 1
    guard x == outputWidth else { return }
    x = 0
    y += 1
    if y == outputHeight {
      y = 0
      frameStart += frame
    }
    free = frameStart + max(0, y * rows.stride - rows.before) * row
  }

  private func locate() {
    let r = y * rows.stride - rows.before + tapY * rows.dilation
    let c = x * columns.stride - columns.before + tapX * columns.dilation
    let inside = r >= 0 && r < height && c >= 0 && c < width
    next = inside ? frameStart + r * row + c * pixel + group * slices + slice : nil
  }
}
