package import Support

/// All kinds of stages; text forms find them here.
package enum StageRegistry {
  package static let kinds = KindRegistry([
    Fifo.self,
    Fork.self,
    Narrow.self,
    Skid.self,
    Widen.self,
    Window.self,
  ])
}
