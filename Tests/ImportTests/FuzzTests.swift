import Arithmetic
import Foundation
import Import
import NetworkIR
import ONNX
import Quantize
import QuantizedIR
import Support
import SwiftProtobuf
import TestTools
import Testing

/// Damaged files are imported or refused; nothing traps, hangs or asks for absurd memory.
@Suite struct FuzzTests {
  /// Imports bytes, checks the outcome, and returns whether a network came of them.
  private func survives(_ bytes: Data, _ what: String) throws -> Bool {
    let start = ContinuousClock.now
    defer { #expect(ContinuousClock.now - start < .seconds(10), "\(what)") }
    do throws(Failure) {
      let model = try ONNXModel(bytes: bytes, file: "damaged.onnx")
      _ = inspectModel(model)
      let network = try importModel(model)
      try network.verify()
      let work = network.nodes.reduce(0) { $0 + $1.shape.count } + network.input.shape.count
      if work < 4096 {
        let input = [Float](repeating: 0.5, count: network.input.shape.count)
        let output = try NetworkExecutor(network).output(input, batch: 1)
        #expect(output.count == network.shapes[network.output]?.count, "\(what)")
        expectQuantization(network, what)
      }
      return true
    } catch {
      #expect(error.kind == .input, "\(what)")
      #expect(!error.diagnostics.isEmpty, "\(what)")
      #expect(!error.description.contains("its inputs do not fit it"), "\(what): \(error)")
      #expect(error.diagnostics.allSatisfy { $0.location.hasPrefix("damaged.onnx") }, "\(what): \(error)")
      return false
    }
  }

  /// Without a plan or samples: quantized, or refused in words.
  private func expectQuantization(_ network: Network, _ what: String) {
    let input = TensorType(shape: network.input.shape, format: Format(UnsignedFixedFormat(width: 8)), scale: 1.0 / 256)
    do throws(Failure) {
      _ = try Quantizer.quantize(network, plan: Plan(), input: input, calibration: Calibration())
    } catch {
      #expect(error.kind == .input, "\(what)")
      #expect(!error.diagnostics.isEmpty, "\(what)")
    }
  }

  @Test func theModelThatIsMutatedIsSound() throws {
    #expect(try survives(try TinyModel.make().serializedData(), "as it is"))
    #expect(try survives(try TinyModel.makeMoves().serializedData(), "moves as they are"))
  }

  @Test(arguments: 0..<8)
  func mutatedModelsAreImportedOrRefused(_ part: Int) throws {
    let base = part % 2 == 0 ? TinyModel.make() : TinyModel.makeMoves()
    var imported = 0
    for index in 0..<500 {
      let seed = UInt64(part * 500 + index)
      var mutation = ModelMutation(random: SplitMix64(seed: seed))
      var model = base
      mutation.mutate(&model)
      if try survives(try model.serializedData(), "structured mutation, seed \(seed)") { imported += 1 }
    }
    // Both outcomes occur, or the mutations test nothing.
    #expect(imported > 10)
    #expect(imported < 490)
  }

  @Test(arguments: 0..<4)
  func mutatedBytesAreImportedOrRefused(_ part: Int) throws {
    let base = [UInt8](try TinyModel.make().serializedData())
    var imported = 0
    for index in 0..<1000 {
      let seed = UInt64(1_000_000 + part * 1000 + index)
      var random = SplitMix64(seed: seed)
      var bytes = base
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
      }
      if try survives(Data(bytes), "mutated bytes, seed \(seed)") { imported += 1 }
    }
    #expect(imported > 10)
    #expect(imported < 990)
  }

  @Test func truncatedAndRandomBytesAreRefused() throws {
    let base = try TinyModel.make().serializedData()
    var imported = 0
    for length in 0..<base.count where try survives(base.prefix(length), "the first \(length) bytes") { imported += 1 }
    // A cut between two fields of the model leaves a protobuf that may still hold the whole graph.
    #expect(imported <= 16)
    for seed in 0..<1000 {
      var random = SplitMix64(seed: UInt64(seed))
      let bytes = (0..<Int.random(in: 0...512, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(try !survives(Data(bytes), "random bytes, seed \(seed)"))
    }
  }

  @Test(arguments: ["lenet5", "mlperf_tiny_kws_dscnn"].filter { Oracle.model($0) != nil })
  func damagedTrainedModelsAreImportedOrRefused(_ name: String) throws {
    let base = [UInt8](try Data(contentsOf: URL(fileURLWithPath: try #require(Oracle.model(name)))))
    for seed in 0..<40 {
      var random = SplitMix64(seed: UInt64(seed))
      var bytes = base
      if seed % 4 == 0 { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
      for _ in 0..<8 {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      _ = try survives(Data(bytes), "\(name), seed \(seed)")
    }
    for seed in 0..<40 {
      var mutation = ModelMutation(random: SplitMix64(seed: UInt64(seed)))
      var model = try Onnx_ModelProto(serializedBytes: Data(base))
      mutation.mutate(&model)
      _ = try survives(try model.serializedData(), "\(name), structured, seed \(seed)")
    }
  }
}
