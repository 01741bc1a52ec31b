import Arithmetic
import Foundation
import NetworkIR
import QuantizedIR
import Support
import Synthesis
import TestTools
import Testing
import Tools
import Verify

@testable import Driver

/// The pages of `mantissa report`.
@Suite struct DesignReportTests {
  static let canDraw = (try? Tool.find("gnuplot")) != nil && (try? Tool.find("dot")) != nil
  static let absence = Comment("gnuplot and Graphviz are not here: run `make setup-report`")

  /// A small network's folder.
  private func design(_ network: String = "mlp:36-12-3", plan: String = "{}") throws -> (
    place: TrainTests.Workplace, folder: String
  ) {
    let place = try TrainTests.Workplace(network)
    let folder = place.path("rtl")
    _ = try compile(
      CompileOptions(
        model: place.path("net.onnx"), plan: try place.write("plan.yml", plan), calibration: place.path("images.idx"),
        output: folder))
    return (place, folder)
  }

  private func full(_ place: TrainTests.Workplace, _ folder: String) -> ReportOptions {
    ReportOptions(
      folder: folder, model: place.path("net.onnx"), images: place.path("test.idx"),
      labels: place.path("test-labels.idx"))
  }

  @Test(.enabled(if: canDraw, absence))
  func aDesignAloneNamesWhatIsMissing() async throws {
    let (place, folder) = try design()
    defer { place.remove() }
    let found = try await report(ReportOptions(folder: folder))
    #expect(found.html == "\(folder)/build/report/report.html" && found.exitCode == 0)
    #expect(found.missing.count == 5 && found.missing.allSatisfy { $0.contains("`mantissa ") })
    #expect(found.inputsSeen == 10 && !found.hasFloat && found.layers.map(\.name) == ["fc1", "fc2"])
    #expect(found.layers.allSatisfy { $0.estimate?.luts ?? 0 > 0 && $0.cycles ?? 0 > 0 && $0.values?.snr == nil })
    let html = try String(contentsOfFile: found.html, encoding: .utf8)
    let markdown = try String(contentsOfFile: found.markdown, encoding: .utf8)
    for text in [html, markdown] {
      #expect(text.contains("mantissa verify") && text.contains("mantissa synthesise") && text.contains("fc2"))
    }
    for drawing in found.drawings {
      let name = URL(filePath: drawing).lastPathComponent
      #expect(markdown.contains("](drawings/\(name))"), "\(name)")
      #expect(try String(contentsOfFile: drawing, encoding: .utf8).contains("role=\"img\""))
    }
    #expect(html.components(separatedBy: "<svg").count == found.drawings.count + 1)
    #expect(html.components(separatedBy: "<desc>").count == found.drawings.count + 1)
    // What was written is replaced by the next run, to the same bytes.
    _ = try await report(ReportOptions(folder: folder))
    #expect(try String(contentsOfFile: found.html, encoding: .utf8) == html)
  }

  @Test(.enabled(if: canDraw, absence))
  func withModelAndLabelsAllIsThere() async throws {
    let (place, folder) = try design()
    defer { place.remove() }
    let verified = try await verify(
      VerifyRequest(folder: folder, options: VerifyOptions(simulator: .icarus, frames: 2)))
    let request = SynthesiseRequest(folder: folder, target: .ice40hx8k, routes: false)
    let synthesised = try await synthesise(request)
    let found = try await report(full(place, folder))
    let evaluated = try evaluate(
      EvaluateOptions(
        model: place.path("net.onnx"), plan: place.path("plan.yml"), calibration: place.path("images.idx"),
        images: place.path("test.idx"), labels: place.path("test-labels.idx")))
    #expect(found.accuracy?.top1Golden == evaluated.top1Golden && found.accuracy?.top1Float == evaluated.top1Float)
    #expect(found.accuracy?.confusion == evaluated.confusion && found.inputsSeen == 90)
    #expect(found.missing.count == 1 && found.missing[0].hasPrefix("timing"))
    #expect(found.verifications.map(\.wordsCompared) == [verified.wordsCompared])
    #expect(found.syntheses.map(\.total.area) == [synthesised.total.area] && found.device == .ice40)
    #expect(found.layers.allSatisfy { $0.values?.snr ?? 0 > 10 && $0.values?.snrAlone ?? 0 > 10 })
    #expect(found.input.values?.exact == true)
    // The first layer reads what the float network reads, so that nothing comes before its own error; the last bits of
    // floats depend on how many inputs a matrix product has.
    let (all, alone) = (found.layers[0].values?.snr ?? 0, found.layers[0].values?.snrAlone ?? 1)
    #expect((all - alone).magnitude < 0.001)
    let html = try String(contentsOfFile: found.html, encoding: .utf8)
    for text in ["Confusion", Figure.percent(evaluated.top1Golden), "agrees", "ice40-hx8k", "overflow"] {
      #expect(html.contains(text), "\(text)")
    }
    let json = try JSONSerialization.jsonObject(with: Data(try found.json().utf8)) as? [String: Any]
    let layers = try #require(json?["layers"] as? [[String: Any]])
    #expect((layers[0]["values"] as? [String: Any])?["snr_alone"] is Double)
  }

  /// Two of the three layers keep more bits than the one that costs; a model of other shapes is refused.
  @Test func theLayerThatCostsIsFound() throws {
    let (place, folder) = try design(
      "mlp:36-12-12-3",
      plan: "{defaults: {activations: 'fixed<12>', weights: 'fixed<12>'}, layers: {fc2: {weights: 'fixed<3>'}}}")
    defer { place.remove() }
    let design = try DesignFolder(folder)
    let float = try FrontEnd(model: place.path("net.onnx"), plan: nil, calibration: "random", samples: 1).network
    let values = try LayerSurvey(design.network, float: float).values(design.inputs(nil, limit: nil), progress: .silent)
    let alone = design.network.nodes.map { ($0.name, values[$0.name]?.snrAlone ?? 0) }
    #expect(alone.min { $0.1 < $1.1 }?.0 == "fc2", "\(alone)")
    let other = try FrontEnd(
      model: try TrainTests.Workplace("mlp:36-8-3").path("net.onnx"), plan: nil, calibration: "random", samples: 1
    ).network
    #expect(throws: Failure.self) { try LayerSurvey(design.network, float: other) }
  }

  /// Shares that are counted by hand.
  @Test func overflowAndUnderflowAreCounted() throws {
    let type = TensorType(shape: Shape(channels: 8), format: try Format("fixed<4,0>"), scale: 0.5)
    var census = TensorCensus(type)
    // Values from -4 to 3.5 in steps of 0.5: 3.74 is rounded to 3.5, 3.76 is not reached.
    let reference: [Float] = [0, 0.2, -0.2, 0.3, 3.74, 3.76, -4.3, .infinity]
    let codes = type.codes(reference.map(Double.init))
    census.add(codes, reference: reference, alone: (codes, reference))
    let values = try #require(LayerValues(census))
    #expect(values.overflow == 3.0 / 8 && values.underflow == 2.0 / 8)
    #expect(values.atEnds == 4.0 / 8 && values.zeros == 3.0 / 8 && values.range == [-4, 3.5])
    #expect(abs(values.golden.reduce(0, +) - 1) < 1e-12 && abs((values.float?.reduce(0, +) ?? 0) - 1) < 1e-12)
    let noise = [0.2, 0.2, 0.2, 0.24, 0.26, 0.3].reduce(0) { $0 + $1 * $1 }
    let signal = reference.filter(\.isFinite).reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs((values.snr ?? 0) - 10 * log10(signal / noise)) < 1e-4 && values.snr == values.snrAlone)
  }

  /// A quantized network may state any scale that a number can be.
  @Test(arguments: [0x1p999, 0x1p-999])
  func scalesMayBeBeyondNumbers(_ scale: Double) throws {
    for text in ["fixed<32>", "fixed<8,7>", "float<8,23>", "posit<32,2>"] {
      let type = TensorType(shape: Shape(channels: 4), format: try Format(text), scale: scale)
      var census = TensorCensus(type)
      census.add([0, 1, 64, type.format.number.highestCode], reference: [0, .infinity, -.infinity, .nan])
      let values = try #require(LayerValues(census))
      #expect(values.golden.count == values.bins.count, "\(text)")
    }
  }

  @Test(arguments: ["fixed<8>", "ufixed<2,0>", "posit<8,1>", "float<4,3>", "fixed<16>", "binary", "fixed<24>"])
  func binsTakeEveryValue(_ text: String) throws {
    let format = try Format(text)
    let type = TensorType(shape: Shape(channels: 1), format: format, scale: 0.25)
    for seen in [0.0...0.0, -1...1, -1e30...1e30, 0...3e-9] {
      let bins = ValueBins(type, seen: seen)
      #expect((1...97).contains(bins.count) && bins.width > 0 && bins.start.isFinite, "\(text), \(seen)")
      for value in [seen.lowerBound, seen.upperBound, .infinity, -.infinity, 0] {
        #expect((0..<bins.count).contains(bins.place(value) ?? -1))
      }
      #expect(bins.place(.nan) == nil)
    }
  }

  @Test(.enabled(if: canDraw, absence))
  func hostileFoldersAreToldOf() async throws {
    let (place, folder) = try design()
    defer { place.remove() }
    _ = try await verify(VerifyRequest(folder: folder, options: VerifyOptions(simulator: .icarus, frames: 1)))
    func location(_ options: ReportOptions) async -> String? {
      do { _ = try await report(options) } catch { return error.diagnostics.first?.location }
      return nil
    }
    let alone = ReportOptions(folder: folder)
    let kept = "\(folder)/build/results/verify-icarus.json"
    let result = try String(contentsOfFile: kept, encoding: .utf8)
    let changes: [(String, String)] = [
      ("\"frames\" : 1", "\"frames\" : -1"), ("\"frames\" : 1", "\"frames\" : 1e400"),
      ("\"words_compared\"", "\"words\""),
      ("\"passed\"", "\"x\""), ("{", "["),
    ]
    for (old, new) in changes where result.contains(old) {
      try result.replacing(old, with: new).write(toFile: kept, atomically: true, encoding: .utf8)
      #expect(await location(alone) == kept, "\(old) \(new)")
    }
    try String(result.prefix(result.count / 2)).write(toFile: kept, atomically: true, encoding: .utf8)
    #expect(await location(alone) == kept)
    // Results of another design are not shown.
    let stale = result.replacing(#/"design" : "[0-9a-f]+"/#, with: "\"design\" : \"0\"")
    try stale.write(toFile: kept, atomically: true, encoding: .utf8)
    #expect(try await report(alone).verifications.isEmpty)
    let manifest = "\(folder)/manifest.json"
    let text = try String(contentsOfFile: manifest, encoding: .utf8)
    let names = text.replacing("\"name\" : \"fc1\"", with: "\"name\" : \"`<b>&`\"")
      .replacing("\"rate", with: "\"<script>rate")
    try names.write(toFile: manifest, atomically: true, encoding: .utf8)
    _ = try await report(alone)
    let numbers = text.replacing(#/"(PE|SIMD|memory_bits|cycles_per_frame)" : \d+/#) {
      "\"\($0.1)\" : -9223372036854775808"
    }
    try numbers.write(toFile: manifest, atomically: true, encoding: .utf8)
    _ = try await report(alone)
    try String(text.dropLast(300)).write(toFile: manifest, atomically: true, encoding: .utf8)
    #expect(await location(alone) == manifest)
  }

  @Test(.enabled(if: canDraw, absence))
  func nothingElseIsReplaced() async throws {
    let (place, folder) = try design()
    defer { place.remove() }
    func problem(_ output: String?) async -> String {
      do { _ = try await report(ReportOptions(folder: folder, output: output)) } catch { return "\(error)" }
      return ""
    }
    #expect(await problem(folder).contains("holds a design"))
    try FileManager.default.createDirectory(atPath: place.path("own"), withIntermediateDirectories: true)
    _ = try place.write("own/notes.txt", "mine")
    #expect(await problem(place.path("own")).contains("'notes.txt'"))
    // A link that somebody put into the folder leads nowhere.
    try FileManager.default.createDirectory(atPath: folder + "/build", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/build/report", withDestinationPath: place.path("elsewhere"))
    #expect(await problem(nil).contains("this is no folder"))
    #expect(!FileManager.default.fileExists(atPath: place.path("elsewhere")))
    let run = try CommandRun(["report", folder, "-o", place.path("r")], environment: ["PATH": "/nowhere"])
    #expect(run.exitCode == 3 && run.errors.contains("apt-get install graphviz"))
    #expect(!FileManager.default.fileExists(atPath: place.path("r")))
    #expect(try CommandRun("report", folder, "--labels", "x").exitCode == 2)
  }

  /// Looked at in a browser at a desktop's width and at a phone's, in light and in dark.
  @Test(.enabled(if: canDraw && Chromium.isHere, Comment("\(Chromium.absence), and `make setup-report`")))
  func pagesFitWindowAndPhone() async throws {
    let (place, folder) = try design()
    defer { place.remove() }
    let found = try await report(full(place, folder))
    let html = try String(contentsOfFile: found.html, encoding: .utf8)
    #expect(!html.contains("<script") && !html.contains("src=") && !html.contains("url("))
    for link in html.matches(of: #/href="([^"]*)"/#) { #expect(link.1.hasPrefix("#"), "\(link.1)") }
    var (colors, pictures): (Set<[String]>, Set<Data>) = ([], [])
    for width in [1280, 390] {
      for isDark in [false, true] {
        let shot = place.path("shot-\(width)-\(isDark).png")
        let view = try Chromium.view(html, width: width, isDark: isDark, shot: shot)
        pictures.insert(try Data(contentsOf: URL(filePath: shot)))
        #expect(view.width == width && view.content <= width && view.beyond == [], "\(width): \(view.beyond)")
        #expect(view.fetched == [] && view.sections == 9)
        if width == 390 { #expect(view.scrolling > 0) }
        colors.insert(view.colors)
      }
    }
    #expect(colors.count == 2 && pictures.count == 4, "light and dark look alike: \(colors)")
    // The probe notices what is too wide, and what is fetched.
    let wide = html.replacing(
      "</main>", with: "<p style=\"min-width: 2000px\">x</p></main>")
    #expect(try Chromium.view(wide, width: 390).beyond.contains("P"))
    let fetching = html.replacing(#/<meta http-equiv[^>]*>/#, with: "")
      .replacing("</main>", with: "<img src=\"http://nothing.invalid/x.png\"></main>")
    #expect(try Chromium.view(fetching, width: 390).fetched == ["http://nothing.invalid/x.png"])
  }
}
