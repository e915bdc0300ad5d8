package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.report.Report;
import io.catwalk.pipeline.run.Jobs.ReportSummary;
import io.catwalk.pipeline.storage.Location;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Shows a page in the user's own browser. */
public final class Browser {

  /** What cannot open a page says so at once; a browser in the foreground stays. */
  private static final long SECONDS_TO_FAIL = 3;

  private final Console console;
  private final Map<String, String> environment;

  public Browser(Console console) {
    this(console, System.getenv());
  }

  /**
   * @param environment of the user; {@code BROWSER} names the program, the first of several
   */
  Browser(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  /**
   * A page that is not on this machine's disk is copied to a temporary folder first. Where no
   * browser opens, one line says where the page is.
   */
  public void show(ReportSummary summary) {
    try {
      Path file = local(summary);
      if (!opened(file)) {
        console.say("--open: no browser could be started here; the page is " + file);
      }
    } catch (IOException e) {
      console.say("--open: " + e.getMessage() + "; the page is " + summary.report());
    }
  }

  private boolean opened(Path file) {
    try {
      Process process =
          new ProcessBuilder(opener(), file.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return !process.waitFor(SECONDS_TO_FAIL, TimeUnit.SECONDS) || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static Path local(ReportSummary summary) throws IOException {
    URI uri = new Location(summary.report()).uri();
    if ("file".equals(uri.getScheme())) {
      return Path.of(uri.getPath());
    }
    Path folder = Files.createTempDirectory("catwalk-report-");
    if (summary.beside().isPresent()) {
      Report.Page page = summary.beside().get();
      Files.write(folder.resolve(page.name()), page.content());
    }
    String path = uri.getPath();
    return Files.write(
        folder.resolve(path.substring(path.lastIndexOf('/') + 1)), summary.content());
  }

  private String opener() {
    List<String> browsers = List.of(environment.getOrDefault("BROWSER", "").split(":"));
    if (!browsers.get(0).isEmpty()) {
      return browsers.get(0);
    }
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    return mac ? "open" : "xdg-open";
  }
}
