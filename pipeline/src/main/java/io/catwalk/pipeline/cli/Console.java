package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.Secrets;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes. No secret passes.
 *
 * @param out the result alone
 * @param err progress and whatever went wrong
 * @param terminal whether {@code err} is a terminal, which can show a moving bar
 * @param columns width of that terminal in characters
 */
record Console(PrintStream out, PrintStream err, boolean terminal, int columns) {

  void result(String result) {
    String text = Secrets.in(result);
    out.print(text.endsWith("\n") ? text : text + "\n");
    out.flush();
  }

  void resultAsJson(Object record) {
    result(new String(Json.write(record), StandardCharsets.UTF_8));
  }

  /** A line for the person who watches. */
  void say(String line) {
    err.println(Secrets.in(line));
    err.flush();
  }
}
