import Arithmetic
import Datapath

extension PairSum {
  func header(_ name: String, latency: Int) -> [String] {
    [
      "\(name) -- the sum of two streams, element by element.", "",
      "t   = \(affine.multipliers[0]) * x0 + \(affine.multipliers[1]) * x1 + \(affine.offsets[0]), exact, "
        + "in units of 2^\(lsb)",
      rounding.text(after: affine),
      "", "\(lanes) lanes of \(inputs[0]) and \(inputs[1]) to \(rounding.format).",
      "A word a cycle from each side, which wait for each other. Latency \(latency) cycles.",
    ]
  }
}

extension PairProduct {
  func header(_ name: String, latency: Int) -> [String] {
    [
      "\(name) -- the product of two streams, element by element.", "",
      "t   = \(affine.multipliers[0]) * (x0 - \(zeros[0])) * (x1 - \(zeros[1])) + \(affine.offsets[0]), exact",
      rounding.text(after: affine),
      "", "\(lanes) lanes of \(inputs[0]) and \(inputs[1]) to \(rounding.format).",
      "A word a cycle from each side, which wait for each other. Latency \(latency) cycles.",
    ]
  }
}

extension Maximum {
  func header(_ name: String, latency: Int) -> [String] {
    [
      "\(name) -- the greatest of \(taps) words, lane by lane.", "",
      "\(lanes) lanes of \(format). Takes a word a cycle; latency \(latency) cycle from a window's last word.",
    ]
  }
}

extension ArgmaxStage {
  func header(_ name: String, latency: Int) -> [String] {
    [
      "\(name) -- the index of the greatest of \(channels) channels, the lowest of equals.", "",
      "\(lanes) lanes of \(format). Takes a word a cycle; latency \(latency) cycles from a pixel's last word.",
    ]
  }
}

extension Table {
  func header(_ name: String, latency: Int) -> [String] {
    [
      "\(name) -- looks each lane's code up in \(tables == 1 ? "a table" : "its channel's table").", "",
      "\(lanes) lanes of \(input) to \(output). A word a cycle, latency \(latency) cycle.",
    ]
  }
}

extension Search {
  func header(_ name: String, latency: Int) -> [String] {
    [
      "\(name) -- the output code of the interval that each lane's code lies in\(tables == 1 ? "" : ", by channel").",
      "",
      "place = how many of its \((1 << levels) - 1) thresholds the code reaches, one bit a step from the highest.",
      "\(lanes) lanes of \(input) to \(output). A word a cycle, latency \(latency) cycles.",
    ]
  }
}
