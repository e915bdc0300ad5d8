package io.catwalk.pipeline.report;

import java.util.List;
import java.util.Locale;

/** Markdown as GitHub and mail programs read it. What comes from a run stays text. */
final class Markdown {

  private final StringBuilder text = new StringBuilder();

  Markdown heading(int level, String words) {
    gap().append("#".repeat(level)).append(' ').append(escape(words)).append('\n');
    return this;
  }

  Markdown paragraph(String words) {
    gap().append(escape(words)).append('\n');
    return this;
  }

  /** {@code **strong** words}. */
  Markdown paragraph(String strong, String words) {
    gap().append("**").append(escape(strong)).append("** ").append(escape(words)).append('\n');
    return this;
  }

  /**
   * @param heads the first column is aligned to the left, the others to the right
   */
  Markdown table(List<String> heads, List<List<String>> rows) {
    gap();
    row(heads);
    text.append("|:---|").append("---:|".repeat(heads.size() - 1)).append('\n');
    rows.forEach(this::row);
    return this;
  }

  private void row(List<String> cells) {
    text.append('|');
    cells.forEach(cell -> text.append(' ').append(escape(cell)).append(" |"));
    text.append('\n');
  }

  private StringBuilder gap() {
    return text.length() == 0 ? text : text.append('\n');
  }

  /** Every character that could mean something to Markdown or HTML becomes an escape or entity. */
  static String escape(String words) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '@' -> escaped.append("&#64;");
        case '\n', '\r', '\t' -> escaped.append(' ');
        case '\\', '`', '*', '_', '{', '}', '[', ']', '|', '~', '#', '!' ->
            escaped.append('\\').append(c);
        default -> {
          if (Character.isISOControl(c)) {
            escaped.append(String.format(Locale.ROOT, "\\\\u%04x", (int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
