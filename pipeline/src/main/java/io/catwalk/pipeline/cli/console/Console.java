package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.Secrets;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a command writes. No secret passes.
 *
 * @param out the result alone
 * @param err progress and whatever went wrong
 * @param terminal whether {@code err} is a terminal, which can show a moving bar
 * @param columns width of that terminal in characters
 */
public record Console(PrintStream out, PrintStream err, boolean terminal, int columns) {

  public void result(String result) {
    String text = visible(Secrets.in(result));
    out.print(text.endsWith("\n") ? text : text + "\n");
    out.flush();
  }

  public void resultAsJson(Object record) {
    result(new String(Json.write(record), StandardCharsets.UTF_8));
  }

  /** A line for the person who watches. */
  public void say(String line) {
    err.println(visible(Secrets.in(line)));
    err.flush();
  }

  /** Texts from files are told too, and what they hold must not steer the terminal. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.chars()
        .forEach(
            each -> {
              if (Character.isISOControl(each) && each != '\n' && each != '\t') {
                visible.append(String.format(Locale.ROOT, "\\u%04x", each));
              } else {
                visible.append((char) each);
              }
            });
    return visible.toString();
  }
}
