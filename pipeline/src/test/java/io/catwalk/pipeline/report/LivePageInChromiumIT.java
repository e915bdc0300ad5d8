package io.catwalk.pipeline.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that nobody touches follows its training to the report, without a server. */
class LivePageInChromiumIT {

  private static final String REPORT = "../runs/r1/report.html";

  @TempDir Path folder;

  @Test
  void itReadsItselfAgainAndLeadsToTheReport() throws Exception {
    assumeTrue(
        Chromium.program().isPresent(),
        "no chromium on the PATH: on Debian, apt-get install chromium");
    ArtifactStore store = HadoopStorage.with(Map.of()).store(folder.resolve("s").toString());
    store.write("live/r1.html", LiveReports.second().html(1, REPORT));
    try (Chromium browser = new Chromium(folder.resolve("profile"))) {
      browser.open(Path.of(store.resolve("live/r1.html").uri()).toUri());
      browser.awaitThroughReloads("document.querySelector('h1').textContent === 'Epoch 2 of 10'");

      store.write("live/r1.html", LiveReports.of(LiveReport.State.EVALUATES).html(1, REPORT));
      browser.awaitThroughReloads(
          "document.querySelector('h1').textContent.endsWith('being judged')");

      store.write(
          "runs/r1/report.html",
          "<!DOCTYPE html><html lang=en><title>The report</title>"
              .getBytes(StandardCharsets.UTF_8));
      store.write("live/r1.html", LiveReports.of(LiveReport.State.FINISHED).html(1, REPORT));
      browser.awaitThroughReloads("document.title === 'The report'");
    }
  }
}
