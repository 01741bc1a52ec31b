/// An axis of a tensor as it streams.
package enum StreamAxis: String, CaseIterable, Codable, Sendable, Hashable { case height, width, channels }

extension Shape {
  /// The extent along an axis.
  package subscript(axis: StreamAxis) -> Int {
    get {
      switch axis {
      case .height: height
      case .width: width
      case .channels: channels
      }
    }
    set {
      switch axis {
      case .height: height = newValue
      case .width: width = newValue
      case .channels: channels = newValue
      }
    }
  }

  /// Elements that lie together at one index along an axis.
  package func block(_ axis: StreamAxis) -> Int {
    switch axis {
    case .height: width * channels
    case .width: channels
    case .channels: 1
    }
  }
}
