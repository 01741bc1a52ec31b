import Foundation
import QuantizedIR
import Support
import Testing

@testable import Driver

/// The golden model's results as files.
@Suite struct RunTests {
  @Test func resultsAreTheGoldenModels() throws {
    let place = try TrainTests.Workplace()
    defer { place.remove() }
    let options = RunOptions(
      model: place.path("net.onnx"), images: place.path("test.idx"), output: place.path("out.npy"))
    let report = try run(options)
    #expect(report.shape == [90, 3] && report.type == "<f8")
    let front = try FrontEnd(
      model: options.model, plan: nil, calibration: options.images, samples: options.calibrationSamples)
    let samples = try Samples.read(options.images)
    let batch = try front.feed.batch(samples, 0..<90)
    let type = try #require(front.quantized.types[front.quantized.output])
    let codes = GoldenModel(front.quantized).run(batch.codes, batch: 90)
    let written = try Samples.read(options.output)
    #expect(written.count == 90 && written.floats(of: 0..<90) == codes.map { Float(type.real($0)) })
    // A layer inside, as codes.
    var inner = options
    (inner.layer, inner.writesCodes, inner.limit, inner.output) = ("fc1", true, 7, place.path("fc1.npy"))
    #expect(try run(inner).shape == [7, 12])
    let trace = GoldenModel(front.quantized).trace(batch.codes, batch: 90)
    let own = try Samples.read(inner.output)
    #expect(own.integers(of: 0..<7)?.map { UInt32($0) } == trace["fc1"].map { Array($0.prefix(84)) })
  }

  @Test func badRequestsAreRefused() throws {
    let place = try TrainTests.Workplace()
    defer { place.remove() }
    func message(_ change: (inout RunOptions) -> Void) -> String? {
      var options = RunOptions(
        model: place.path("net.onnx"), images: place.path("test.idx"), output: place.path("out.npy"))
      change(&options)
      do { _ = try run(options) } catch { return error.description }
      return nil
    }
    #expect(message { $0.layer = "fc7" }?.contains("its layers are fc1, fc2") ?? false)
    #expect(message { $0.output = place.path("test.idx") }?.contains("also what is read") ?? false)
    #expect(message { $0.images = place.path("labels.idx") } != nil)
    #expect(!FileManager.default.fileExists(atPath: place.path("out.npy")))
  }
}
