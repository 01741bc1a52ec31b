import Foundation
import Support
import TestTools

/// A page as headless Chromium shows it.
struct Chromium {
  static let isHere = (try? run("chromium", ["--version"], in: URL(filePath: "/")))?.status == 0
  static let absence = "Chromium is not here: apt-get install chromium"

  /// What the page is like in a frame of some width.
  struct View: Decodable {
    /// Of the frame and of what is in it, in pixels.
    var width: Int
    var content: Int
    /// Elements of the page that reach beyond the frame and lie in nothing that scrolls, by their names.
    var beyond: [String]
    /// Frames of tables and drawings that scroll in themselves.
    var scrolling: Int
    /// Whatever was fetched.
    var fetched: [String]
    /// The colors of page and text.
    var colors: [String]
    var sections: Int
  }

  /// Shows a page in a frame of a window, as the browser's own windows are never as narrow as a phone.
  ///
  /// The page itself is not changed: the probe stands outside of it. A picture is left in `shot` where one is asked for.
  static func view(_ html: String, width: Int, isDark: Bool = false, shot: String? = nil) throws -> View {
    try withTemporaryFolder { folder in
      let quoted = html.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
      let page = """
        <!DOCTYPE html><html><head><meta name="color-scheme" content="light dark"></head><body style="margin: 0">
        <iframe style="border: 0; width: \(width)px; height: 3000px" srcdoc="\(quoted)"></iframe>
        <pre id="found"></pre>
        <script>
        window.onload = () => {
          const frame = document.querySelector("iframe").contentWindow, page = frame.document, root = page.documentElement;
          const scrolls = (e) => e && (frame.getComputedStyle(e).overflowX === "auto" || scrolls(e.parentElement));
          const style = frame.getComputedStyle(page.body);
          document.getElementById("found").textContent = JSON.stringify({
            width: frame.innerWidth, content: root.scrollWidth,
            beyond: [...page.body.querySelectorAll("*")].filter(
              (e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(e)).map((e) => e.tagName),
            scrolling: [...page.querySelectorAll(".frame")].filter((e) => e.scrollWidth > e.clientWidth).length,
            fetched: frame.performance.getEntriesByType("resource").map((e) => e.name),
            colors: [style.backgroundColor, style.color], sections: page.querySelectorAll("section").length});
        };
        </script></body></html>
        """
      let file = folder.appending(path: "page.html")
      try page.write(to: file, atomically: true, encoding: .utf8)
      var arguments = [
        "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/profile", "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=\(max(width, 500)),3000", "--hide-scrollbars",
        "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--virtual-time-budget=5000",
      ]
      if let shot { _ = try run("chromium", arguments + ["--screenshot=\(shot)", file.absoluteString], in: folder) }
      arguments += ["--dump-dom", file.absoluteString]
      let dom = try run("timeout", ["120", "chromium"] + arguments, in: folder).output
      guard let found = dom.firstMatch(of: #/<pre id="found">([^<]+)</pre>/#) else {
        throw Failure(.tool, at: "chromium", "shows no page", notes: [dom.shown()])
      }
      return try JSONDecoder().decode(View.self, from: Data(String(found.1).utf8))
    }
  }
}
