package import Arithmetic
internal import Foundation
package import PipelineIR
package import Support
internal import Verilog

/// The machine-readable description in an emitted folder, `manifest.json`.
package struct Manifest: Codable, Sendable {
  /// Names the program that wrote the folder; a folder without it is never overwritten.
  package var generator = Manifest.generatorName
  /// Changes with the meaning of keys.
  package var manifestVersion = 1
  /// The network's name.
  package var name: String
  /// What the folder holds; nil for Verilog.
  package var backend: Backend?
  /// The integers of C++; nil for Verilog.
  package var hlsTypes: HLSTypes?
  /// The module to instantiate, or the function to synthesise.
  package var top: String
  /// SHA-256 of the quantized network, the modules and the memories.
  package var hash: String
  /// The top module's ports.
  package var interface: Interface
  /// The layers in the order of the data.
  package var layers: [Layer]
  /// The FIFOs between forks and joins; nil where the folder's maker did not say.
  package var queues: [Queue]?
  /// Cycles between frames when nothing stalls.
  package var cyclesPerFrame: Int
  /// Cycles from the first input word to the last output word of a frame when nothing stalls; nil when not predicted.
  package var latencyCycles: Int?
  /// Bits of all memories, read-only ones included.
  package var memoryBits: Int
  /// What images of weights have to be; nil where none can be loaded.
  package var load: Load?
  /// The inputs and results beside the design.
  package var vectors: Vectors
  /// Where the quantized network's text form is, if the folder has it.
  package var quantizedNetwork: String?
  /// The folder in which a simulator has to run, so that it finds the memory files.
  package var runFolder: String
  /// Verilog files of the design, cells and the rest of the testbench excluded.
  package var sources: [String]
  /// The memories' files, below the folder.
  package var memories: [String]
  /// SHA-256 of every file of the design, by path.
  package var hashes: [String: String]

  /// What `generator` starts with.
  package static let generatorName = "mantissa"

  /// What a folder holds other than Verilog.
  package enum Backend: String, Codable, Sendable {
    /// C++ for high-level synthesis.
    case hls
  }

  /// The ports of the top module.
  package struct Interface: Codable, Sendable {
    /// The clock's port.
    package var clock = "aclk"
    /// The reset's port, synchronous.
    package var reset = "aresetn"
    /// Whether the machine is reset while that port is low.
    package var resetIsActiveLow = true
    /// Bits of the port that reports frames that end early or late.
    package var frameErrorBits = 2
    /// The stream that enters.
    package var input: Side
    /// The stream that leaves.
    package var output: Side
  }

  /// One AXI4-Stream of the interface.
  package struct Side: Codable, Sendable, Hashable {
    /// The prefix of its ports.
    package var prefix: String
    /// The elements of a frame.
    package var shape: Shape
    /// How codes are read.
    package var format: Format
    /// A real value is scale * (value of the code - zeroPoint).
    package var scale: Double
    /// The code's number that stands for 0.
    package var zeroPoint: Int
    /// Elements of a word.
    package var lanes: Int
    /// Bits of an element.
    package var elementBits: Int
    /// Bits from one lane of tdata to the next.
    package var laneBits: Int
    /// Bits of `tdata`, padding included.
    package var tdataBits: Int
    /// Words of a frame.
    package var wordsPerFrame: Int

    /// The side of a port whose signals start with `prefix`.
    package init(_ port: PipelineIR.Port, prefix: String) {
      let coding = WordCoding(padded: port.stream)
      self.prefix = prefix
      shape = port.shape
      format = port.format
      scale = port.scale
      zeroPoint = port.zeroPoint
      lanes = port.stream.lanes
      elementBits = port.stream.elementWidth
      laneBits = coding.laneStride
      tdataBits = coding.wordWidth
      wordsPerFrame = port.stream.wordsPerFrame
    }

    /// How codes lie in a word of `tdata`.
    package var coding: WordCoding { WordCoding(lanes: lanes, elementWidth: elementBits, laneStride: laneBits) }
  }

  /// One layer, its module and what leaves it.
  package struct Layer: Codable, Sendable {
    /// The layer's name in the model.
    package var name: String
    /// The module of the layer.
    package var module: String
    /// Cycles of a frame, without pauses.
    package var cyclesPerFrame: Int
    /// Bits of all its memories.
    package var memoryBits: Int
    /// The layer's first output stream.
    package var lanes: Int
    /// Bits of an element that leaves it.
    package var elementBits: Int
    /// Words of a frame that leave it.
    package var wordsPerFrame: Int
    /// The net of that stream in the core module, and the file that the tapped testbench writes.
    package var tap: String
    /// Its stages in the order of the data.
    package var stages: [Stage]

    /// How codes lie in a word that leaves it.
    package var coding: WordCoding { WordCoding(lanes: lanes, elementWidth: elementBits, laneStride: elementBits) }
  }

  /// One FIFO between a fork and a join.
  package struct Queue: Codable, Sendable, Hashable {
    /// The stage.
    package var name: String
    /// The layer whose memory it is.
    package var layer: String
    /// Words, and the bits of one.
    package var depth: Int
    /// Bits of a word.
    package var wordBits: Int
    /// Why it is no shallower.
    package var reason: String

    /// A queue and why it has its depth.
    package init(name: String, layer: String, depth: Int, wordBits: Int, reason: String) {
      self.name = name
      self.layer = layer
      self.depth = depth
      self.wordBits = wordBits
      self.reason = reason
    }
  }

  /// One stage of a layer.
  package struct Stage: Codable, Sendable {
    /// The stage's name.
    package var name: String
    /// The name of its kind in the registry.
    package var kind: String
    /// The module that it is an instance of.
    package var module: String
    /// Cycles of a frame, without pauses.
    package var cyclesPerFrame: Int
    /// Bits of all its memories.
    package var memoryBits: Int
    /// The whole-number parameters of its module, the fold (PE, SIMD) among them.
    package var parameters: [String: Int]
  }

  /// The images that the machine takes at its load port: words of 32 bits, the signature first.
  package struct Load: Codable, Sendable, Hashable {
    /// The first word, eight hex digits: it stands for the memories and what reads them.
    package var signature: String
    /// Words behind it.
    package var words: Int
    /// Words of an image.
    package var imageWords: Int { words + 1 }
    /// The memories in their order.
    package var memories: [Memory]

    /// One memory.
    package struct Memory: Codable, Sendable, Hashable {
      /// The file of its first content, without folder.
      package var file: String
      /// Bits of a word.
      package var width: Int
    }
  }

  /// The vectors beside the design.
  package struct Vectors: Codable, Sendable {
    /// Frames that there are.
    package var frames: Int
    /// The file of the words that enter.
    package var input: String
    /// The file of the words that have to leave.
    package var expected: String
  }
}

extension Manifest {
  /// JSON with sorted keys: the same manifest gives the same bytes.
  package func text() throws(Failure) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do { return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n" } catch {
      throw Failure(at: "manifest.json", "the manifest cannot be written: \(error)")
    }
  }

  /// Reads the manifest of an emitted folder; throws a `Failure` when there is none or when it is damaged.
  package init(folder: String) throws(Failure) {
    let path = folder + "/manifest.json"
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(at: folder, "the folder has no 'manifest.json'", notes: ["'mantissa compile -o DIR' makes one"])
    }
    let data = try WholeFile.bytes(path)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do { self = try decoder.decode(Manifest.self, from: data) } catch {
      throw Failure(at: path, "this is not a manifest of Mantissa: \(error)")
    }
    guard generator == Self.generatorName, manifestVersion == 1 else {
      throw Failure(at: path, "version \(manifestVersion) of the manifest is not supported; 1 is")
    }
    try checkRanges(path)
  }

  /// The files whose SHA-256 is not the one stated here, or that are missing, in order.
  package func alteredFiles(in folder: String) -> [String] {
    hashes.keys.sorted().filter { SHA256.hex(ofFile: "\(folder)/\($0)") != hashes[$0] }
  }

  private func checkRanges(_ path: String) throws(Failure) {
    for side in [interface.input, interface.output] {
      let fits =
        (1...1 << 16).contains(side.lanes) && (1...32).contains(side.elementBits)
        && (side.elementBits...32).contains(side.laneBits) && side.tdataBits == side.lanes * side.laneBits
        && (1...1 << 31).contains(side.wordsPerFrame) && side.format.width == side.elementBits
      guard fits else { throw Failure(at: path, "the '\(side.prefix)' interface contradicts itself") }
    }
    for layer in layers {
      guard (1...1 << 16).contains(layer.lanes), (1...32).contains(layer.elementBits) else {
        throw Failure(at: path, "the layer '\(layer.name)' contradicts itself")
      }
    }
    if let load {
      let fits =
        UInt32(load.signature, radix: 16) != nil && load.signature.count == 8 && (1...1 << 31).contains(load.words)
        && load.memories.allSatisfy { (1...1 << 20).contains($0.width) }
      guard fits else { throw Failure(at: path, "what can be loaded contradicts itself") }
    }
    guard (1...1_000_000).contains(vectors.frames) else {
      throw Failure(at: path, "the folder has \(vectors.frames) frames; 1 to 1000000 are supported")
    }
    for name in [name, top] + layers.map(\.tap) where !VerilogName.isLegal(name) {
      throw Failure(at: path, "'\(name)' is no Verilog name")
    }
    for file in sources + memories + [vectors.input, vectors.expected, runFolder, quantizedNetwork ?? "model"]
      + hashes.keys
    {
      guard !file.isEmpty, !file.hasPrefix("/"), !file.hasPrefix("-"), !file.split(separator: "/").contains("..") else {
        throw Failure(at: path, "the file '\(file)' is not below the folder")
      }
    }
  }
}
