import Datapath
package import Support

/// All kinds of stages; text forms find them here.
package enum StageRegistry {
  package static let kinds = KindRegistry([
    ArgmaxStage.self,
    Crop.self,
    Fifo.self,
    Fork.self,
    Join.self,
    Lanes.self,
    Matrix.self,
    Maximum.self,
    Narrow.self,
    PairProduct.self,
    Pipelined.self,
    Reorder.self,
    Search.self,
    Skid.self,
    Spread.self,
    PairSum.self,
    Table.self,
    Widen.self,
    Window.self,
  ])
}
