import Arithmetic
import Datapath
import PipelineIR
import Schedule
import Stages
import Support
import Testing

@Suite struct CycleSimulationTests {
  @Test func countsWhatAChainOfRegistersTakes() throws {
    var chain = try ChainBuilder(shape: Shape(channels: 10), lanes: 1)
    try chain.add(Skid())
    try chain.add(Fifo(depth: 4))
    try chain.pipeline.verify()
    let result = try CycleSimulation().run(chain.pipeline)
    // The guard, the skid and the FIFO hold a word for 1, 1 and 2 cycles; the tenth enters 9 cycles after the first.
    #expect(result.latencyCycles == 4 + 9)
    #expect(result.cyclesPerFrame == 10 && result.isSteady)
    let slow = try CycleSimulation(inputPeriod: 3).run(chain.pipeline)
    #expect(slow.latencyCycles == 4 + 27 && slow.cyclesPerFrame == 30)
  }

  @Test func predictsTheHardwareToTheCycle() throws {
    let seed: UInt64 = 77
    print("CycleSimulationTests seed \(seed)")
    var random = SplitMix64(seed: seed)
    let pipelines = try (0..<12).map { _ in try ChainBuilder.random(&random) }
    for pipeline in pipelines { try pipeline.verify() }
    let measured = try PipelineBench.run(pipelines)
    #expect(measured.count == pipelines.count)
    for (pipeline, found) in zip(pipelines, measured) {
      let result = try CycleSimulation().run(pipeline)
      #expect(found.latency == result.latencyCycles, "\(pipeline.stages.map(\.operation))")
      #expect(found.interval == result.cyclesPerFrame && result.isSteady, "\(pipeline.stages.map(\.operation))")
    }
  }

  /// A fork whose two branches meet again: one through a window that waits for a row, the other through a FIFO.
  private func residual(depth: Int) throws -> Pipeline {
    let shape = Shape(height: 6, width: 5, channels: 4)
    var chain = try ChainBuilder(shape: shape, lanes: 2)
    try chain.add(Fork())
    let branch = (chain.stages[0].outputNames[1], chain.type)
    let axis = Geometry.Axis(kernel: 3, before: 1, after: 1)
    try chain.add(Window(input: shape, geometry: Geometry(rows: axis, columns: axis)))
    try chain.add(Maximum(format: try Format("fixed<8>"), lanes: 2, taps: 9))
    let main = (chain.stream, chain.type)
    try chain.add(Fifo(depth: depth), reading: [branch])
    try chain.add(Join(), reading: [main, (chain.stream, chain.type)])
    return chain.pipeline
  }

  @Test func namesTheStagesOfALockUp() throws {
    let failure = #expect(throws: Failure.self) { try CycleSimulation().run(try residual(depth: 4)) }
    #expect(failure?.description.contains("locks up") == true)
    #expect(failure?.description.contains("'s0'") == true)
  }

  @Test func sizesFifosAndWindows() throws {
    let sized = try BufferSizing.size(try residual(depth: 2))
    #expect(sized.isReached && sized.cycles.cyclesPerFrame == 540)
    let queue = try #require(sized.queues.first)
    // The window waits for a row and a pixel of two words each before its first result.
    #expect(queue.depth > 10 && queue.depth < 60 && sized.queues.count == 1)
    try sized.pipeline.verify()
    #expect(throws: Failure.self) { try residual(depth: 2).verify() }
  }

  @Test func sizesWindowsForOverlappingFrames() throws {
    // A row fills a third of a block RAM, so that no row comes for nothing.
    let shape = Shape(height: 12, width: 12, channels: 64)
    var chain = try ChainBuilder(shape: shape, lanes: 64)
    let axis = Geometry.Axis(kernel: 3)
    try chain.add(Window(input: shape, geometry: Geometry(rows: axis, columns: axis)))
    try chain.add(Skid())
    #expect(try CycleSimulation().run(chain.pipeline).cyclesPerFrame > 900)
    let sized = try BufferSizing.size(chain.pipeline)
    #expect(sized.isReached && sized.cycles.cyclesPerFrame == 900)
    // Words come evenly, so half of the next frame's third row is there when this frame ends; two block RAMs hold six.
    #expect((sized.pipeline.stages[0].operation as? Window)?.bufferRows == 6)
  }

  @Test func smallWindowsHaveAsManyRowsAsCanHelp() throws {
    let shape = Shape(height: 12, width: 12, channels: 1)
    var chain = try ChainBuilder(shape: shape, lanes: 1)
    let window = Window(input: shape, geometry: Geometry(rows: .init(kernel: 3), columns: .init(kernel: 3)))
    try chain.add(window)
    let sized = try BufferSizing.size(chain.pipeline)
    #expect(sized.isReached)
    #expect((sized.pipeline.stages[0].operation as? Window)?.bufferRows == window.maximumBufferRows)
  }
}
