package import Support

/// All kinds of stages; text forms find them here.
package enum StageRegistry {
  package static let kinds = KindRegistry([
    ArgmaxStage.self,
    Fifo.self,
    Fork.self,
    Lanes.self,
    Matrix.self,
    Maximum.self,
    Narrow.self,
    Skid.self,
    Sum.self,
    Table.self,
    Widen.self,
    Window.self,
  ])
}
