import Foundation
import TestTools
import Testing

/// Other runs and full disks: what happens is said, and nothing is lost or left.
@Suite(.serialized, .enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct SurroundingsTests {
  private static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Models/small_residual.onnx").path

  private static let canMount =
    (try? run("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/tmp"], in: URL(fileURLWithPath: "/")))?.status == 0

  /// The output of a script with `M`, the command, and `MODEL`; a disk of 300 KiB is mounted at `small`.
  private func script(_ text: String, in folder: URL, mount: Bool = false) throws -> Finished {
    let lines =
      "M='\(CommandRun.executable.path)'; MODEL='\(Self.model)'; export XDG_CACHE_HOME=\"$PWD/cache\"\n"
      + (mount ? "mkdir -p small && mount -t tmpfs -o size=300k none small || exit 9\n" : "") + text
    return mount
      ? try run("unshare", ["-m", "bash", "-c", lines], in: folder) : try run("bash", ["-c", lines], in: folder)
  }

  private func compiled(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let made = try script("$M compile $MODEL --calibrate random -o design", in: folder)
      #expect(made.status == 0, "\(made.output)")
      try body(folder)
    }
  }

  @Test func verifyingWhileCompiling() throws {
    try compiled { folder in
      let found = try script(
        """
        for round in 1 2 3; do
          rm -rf design/build
          $M verify design --simulator icarus --frames 2 --time-limit 100 >verify.txt 2>&1 & verify=$!
          for again in 1 2 3 4; do $M compile $MODEL --calibrate random -o design >compile.txt 2>&1 || cat compile.txt; done
          wait $verify || cat verify.txt
        done
        ls -A
        """, in: folder)
      #expect(found.output == "compile.txt\ndesign\nverify.txt\n")
    }
  }

  /// Each builds the same simulator, of which one stays.
  @Test func threeThatVerifyAtOnce() throws {
    try compiled { folder in
      let found = try script(
        """
        for round in 1 2 3; do
          rm -rf design/build
          for one in 1 2 3; do $M verify design --simulator icarus --frames 2 >$one.txt 2>&1 || cat $one.txt & done
          wait
        done
        """, in: folder)
      #expect(found.output == "")
    }
  }

  /// GNU make takes no blanks in paths; `verify` does, in its temporary folder and in its cache too.
  @Test(arguments: [
    "$M verify design --frames 1", "$M verify design --simulator icarus --frames 1",
    "design/scripts/simulate_verilator.sh",
    "$M operator synthesise --only 'PLAM 8' --cache cache",
  ]) func temporaryFoldersHaveAnyName(command: String) throws {
    try compiled { folder in
      let found = try script(
        """
        mkdir "a b'é"; export TMPDIR="$PWD/a b'é" XDG_CACHE_HOME="$PWD/a b'é/cache"
        \(command) >log.txt 2>&1 || cat log.txt
        rm -rf "$XDG_CACHE_HOME"; ls "$TMPDIR"
        """, in: folder)
      #expect(found.output == "")
    }
  }

  @Test func twoThatCompileAtOnce() throws {
    try compiled { folder in
      let found = try script(
        """
        for round in 1 2 3; do
          $M compile $MODEL --calibrate random -o design >1.txt 2>&1 & one=$!
          $M compile $MODEL --calibrate random -o design --target-cycles 100000 >2.txt 2>&1 || cat 2.txt
          wait $one || cat 1.txt
        done
        ls -A; $M compile $MODEL --calibrate random -o design > /dev/null 2>&1; echo $?
        """, in: folder)
      #expect(found.output == "1.txt\n2.txt\ndesign\n0\n")
    }
  }

  @Test(
    .enabled(if: canMount, "no disk can be mounted here"),
    arguments: [
      ("TMPDIR=$PWD/small $M verify design", "small/mantissa-"),
      (
        "dd if=/dev/zero of=small/full bs=1k 2>/dev/null; TMPDIR=$PWD/small $M verify design --simulator icarus",
        "small"
      ),
      (
        "dd if=/dev/zero of=small/full bs=1k 2>/dev/null; TMPDIR=$PWD/small $M operator verify add --format fp8-e4m3",
        "small"
      ),
      (
        "dd if=/dev/zero of=small/full bs=1k count=270 2>/dev/null; $M compile $MODEL --calibrate random -o small/design",
        "small/design"
      ),
      ("dd if=/dev/zero of=small/full bs=1k 2>/dev/null; $M plan $MODEL -o small/plan.yml", "small/plan.yml"),
      (
        "mkdir design/build; mount --move small design/build; dd if=/dev/zero of=design/build/full bs=1k 2>/dev/null; $M verify design --simulator icarus; e=$?; mount --move design/build small; (exit $e)",
        "design/build"
      ),
    ] as [(String, String)]) func aFullDiskIsNamed(command: String, place: String) throws
  {
    try compiled { folder in
      let found = try script(
        "{ \(command); } 2>errors.txt >/dev/null; echo $?; head -1 errors.txt; rm -f small/full; ls -A small | grep -v log",
        in: folder, mount: true)
      let lines = found.output.split(separator: "\n")
      #expect(lines.first == "3", "\(found.output)")
      #expect(lines.count == 2, "\(found.output)")
      #expect(lines.last?.contains(place) == true && lines.last?.contains("No space left on device") == true)
    }
  }

  @Test(.enabled(if: canMount, "no disk can be mounted here")) func aFullHomeIsDoneWithout() throws {
    try compiled { folder in
      let found = try script(
        """
        dd if=/dev/zero of=small/full bs=1k 2>/dev/null
        XDG_CACHE_HOME=$PWD/small $M operator verify add --format fp8-e4m3 --samples 100 >/dev/null; echo $?
        find small -type f
        """, in: folder, mount: true)
      #expect(found.output == "0\nsmall/full\n")
    }
  }

  @Test(.enabled(if: canMount, "no disk can be mounted here")) func aReadOnlyDesignIsBuiltInTheCache() throws {
    try compiled { folder in
      let found = try script(
        """
        mount --bind design design && mount -o remount,ro,bind design
        $M verify design --simulator icarus --frames 1 >/dev/null; echo $?
        stat -c %a cache/mantissa/builds
        XDG_CACHE_HOME= HOME= $M verify design --simulator icarus --frames 1 2>&1 | tail -1; ls $TMPDIR
        """, in: folder, mount: true)
      #expect(found.output.hasPrefix("0\n700\n"), "\(found.output)")
      #expect(found.output.contains("note: XDG_CACHE_HOME names a folder of yours"), "\(found.output)")
    }
  }
}
