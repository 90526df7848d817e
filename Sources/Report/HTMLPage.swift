/// The frame of every page: head, style, sections.
struct HTMLPage {
  private var body = ""
  let title: String

  /// Rules of this page beside those of all pages.
  let style: String

  init(title: String, style: String = "") {
    self.title = title
    self.style = style
  }

  mutating func add(_ html: String) {
    body += html
    body += "\n"
  }

  /// A section with a heading.
  mutating func section(_ heading: String, _ html: String) {
    add("<section><h2>\(HTMLText.escape(heading))</h2>\n\(html)</section>")
  }

  /// A table; cells are HTML already.
  static func table(_ header: [String], _ rows: [[String]], numeric: Set<Int> = []) -> String {
    var text = "<div class=\"wide\"><table><thead><tr>"
    for (index, name) in header.enumerated() {
      text += "<th\(numeric.contains(index) ? " class=\"n\"" : "")>\(HTMLText.escape(name))</th>"
    }
    text += "</tr></thead><tbody>\n"
    for row in rows {
      text += "<tr>"
      for (index, cell) in row.enumerated() {
        text += "<td\(numeric.contains(index) ? " class=\"n\"" : "")>\(cell)</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody></table></div>\n"
  }

  /// The document.
  func render() -> [UInt8] {
    let text = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(HTMLText.escape(title))</title>
      <style>\(Self.style)\(style)</style>
      </head>
      <body>
      <main>
      \(body)</main>
      </body>
      </html>

      """
    return Array(text.utf8)
  }

  private static let style = """
    :root{--ink:#1c2330;--dim:#5c6675;--line:#d9dee6;--up:#b3382c;--down:#2b62a8;--note:#8a6d1a;--ground:#fff}
    body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
    main{max-width:1080px;margin:0 auto;padding:24px}
    h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:28px 0 8px;border-bottom:1px solid var(--line)}
    p.verdict{font-size:18px;margin:8px 0 16px;padding:10px 14px;border-left:5px solid var(--down);background:#f4f6f9}
    p.verdict.none,p.verdict.moved{border-color:var(--note)}p.verdict.refused{border-color:var(--up)}
    p.dim,td.dim,span.dim{color:var(--dim)}
    table{border-collapse:collapse;font-size:13px;width:100%}
    th,td{text-align:left;padding:3px 8px;border-bottom:1px solid var(--line);vertical-align:top}
    th{position:sticky;top:0;background:var(--ground)}
    td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
    .wide{overflow-x:auto}.grey,.grey td{color:#98a0ab}.up{color:var(--up)}.down{color:var(--down)}
    .tag{display:inline-block;border:1px solid var(--line);border-radius:3px;padding:0 5px;margin:0 2px;font-size:12px}
    svg{max-width:100%;height:auto}svg text{font:11px system-ui,sans-serif;fill:var(--ink)}
    """
}
