package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.run.Jobs.ReportSummary;
import io.catwalk.pipeline.storage.Location;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Shows a page in the user's own browser. */
public record Browser(Console console) {

  /** A page that is not on this machine's disk is copied to a temporary file first. */
  public void show(ReportSummary summary) {
    try {
      Path file = local(summary);
      new ProcessBuilder(opener(), file.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      console.say(
          "--open: no browser could be started (" + e.getMessage() + "); open the file yourself");
    }
  }

  private static Path local(ReportSummary summary) throws IOException {
    URI uri = new Location(summary.report()).uri();
    if ("file".equals(uri.getScheme())) {
      return Path.of(uri.getPath());
    }
    Path copy = Files.createTempFile("catwalk-report-", ".html");
    return Files.write(copy, summary.content());
  }

  private static String opener() {
    List<String> browsers = List.of(System.getenv().getOrDefault("BROWSER", "").split(":"));
    if (!browsers.get(0).isEmpty()) {
      return browsers.get(0);
    }
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    return mac ? "open" : "xdg-open";
  }
}
