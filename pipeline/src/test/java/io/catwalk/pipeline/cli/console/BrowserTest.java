package io.catwalk.pipeline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.report.Report;
import io.catwalk.pipeline.run.Jobs.ReportSummary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void whereNoBrowserIsOneLineSaysWhereThePageIs() {
    show("file:/store/a page.html", folder.resolve("no-such-program").toString());

    assertThat(told())
        .isEqualTo(
            "--open: no browser could be started here; the page is /store/a page.html"
                + System.lineSeparator());
  }

  @Test
  void soItDoesWhereTheOpenerFindsNone() throws IOException {
    show("file:/store/page.html", program("exit 3"));

    assertThat(told()).contains("the page is /store/page.html");
  }

  @Test
  void aPageOfAnotherFileSystemIsCopiedWithThePageBesideIt() throws IOException {
    Path seen = folder.resolve("seen");
    show("hdfs://host/runs/r1/report.html", program("cat \"$1\" \"${1%.html}-m.html\" >" + seen));

    assertThat(told()).isEmpty();
    assertThat(seen).hasContent("the report, all mistakes");
  }

  private void show(String page, String browser) {
    ReportSummary summary =
        new ReportSummary("", page, bytes("the report, "), Optional.of(beside()), 1);
    Console console =
        new Console(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            80);
    new Browser(console, Map.of("BROWSER", browser)).show(summary);
  }

  private static Report.Page beside() {
    return new Report.Page("report-m.html", bytes("all mistakes"));
  }

  private String program(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("browser"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
