package io.catwalk.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.explain.Thumbnail;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages in a real browser; its pictures stay in target/screenshots. */
class ReportInChromiumIT {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final List<String> CLASSES =
      List.of("cat", "dog", "<script>alert(1)</script>", "\" onload=\"alert(2)", "a & b");

  @TempDir static Path temporary;
  private static URI report;
  private static URI comparison;
  private static URI mistakes;
  private static URI index;
  private static URI live;
  private static URI predictions;
  private static URI search;
  private static Chromium browser;

  @BeforeAll
  static void writeThePagesAndStartTheBrowser() throws Exception {
    assumeTrue(
        Chromium.program().isPresent(),
        "no chromium on the PATH: on Debian, apt-get install chromium");
    ArtifactStore store = HadoopStorage.with(Map.of()).store(temporary.resolve("s").toString());
    TestRuns runs = new TestRuns(store, CLASSES, 400).folder("<img src=x onerror=alert(3)>");
    Reports.Place good = runs.skill(0.8).write("good", 1);
    store.write("runs/good/drift.json", Json.write(TestDrift.of(CLASSES)));
    Reports.Place bad = runs.skill(0.5).write("bad", 2);
    store.write("runs/good/report.html", Reports.of(good).html("report.html"));
    store.write("runs/good/comparison.html", Reports.of(good, bad).html("comparison.html"));
    Report.Page all = Reports.of(bad).beside("report.html").orElseThrow();
    store.write("runs/bad/" + all.name(), all.content());
    mistakes = Path.of(store.resolve("runs/bad/" + all.name()).uri()).toUri();
    URI page = store.resolve("reports/lenet5.html").uri();
    store.write(
        "reports/lenet5.html", RunIndex.of(store, "runs", "lenet5", page.toString()).html());
    report = Path.of(store.resolve("runs/good/report.html").uri()).toUri();
    comparison = Path.of(store.resolve("runs/good/comparison.html").uri()).toUri();
    index = Path.of(page).toUri();
    store.write("live/r1.html", LiveReports.second().html(3600, "../runs/good/report.html"));
    live = Path.of(store.resolve("live/r1.html").uri()).toUri();
    store.write("predictions/p1/predictions.html", scored().html());
    predictions = Path.of(store.resolve("predictions/p1/predictions.html").uri()).toUri();
    store.write("tunings/s1/tuning.html", TuningPage.html(TuningPageTest.search()));
    search = Path.of(store.resolve("tunings/s1/tuning.html").uri()).toUri();
    browser = new Chromium(temporary.resolve("profile"));
  }

  private static ScoredImages scored() {
    List<ScoredImages.Group> groups = new ArrayList<>();
    for (String name : CLASSES) {
      List<ScoredImages.Scored> images = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Thumbnail picture = Thumbnail.of(new byte[28 * 28], new ImageShape(28, 28, 1));
        images.add(
            new ScoredImages.Scored(
                name + "/" + i + ".jpg", 0.51, "dog", 0.49, 28, 28, picture.file()));
      }
      groups.add(new ScoredImages.Group(name, 480, images));
    }
    return new ScoredImages("lenet5", 2400, groups, true);
  }

  @AfterAll
  static void stopTheBrowser() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void atADesk() throws Exception {
    browser.theme("light");
    browser.viewport(1280, 900, false);
  }

  @AfterEach
  void nothingWasComplainedOfAndNothingAskedFor() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).hasSize(1).allMatch(url -> url.startsWith("file:"));
  }

  @ParameterizedTest
  @CsvSource({
    "report, light, 1280", "report, dark, 1280", "report, light, 390", "report, dark, 390",
    "comparison, light, 1280", "comparison, dark, 390", "index, light, 1280", "index, dark, 390",
    "mistakes, light, 1280", "mistakes, dark, 1280", "mistakes, light, 390", "mistakes, dark, 390",
    "live, light, 1280", "live, dark, 390", "predictions, light, 1280", "predictions, dark, 390",
    "search, light, 1280", "search, dark, 390"
  })
  void axeFindsNothingAndNothingOverflows(String page, String theme, int width) throws Exception {
    browser.theme(theme);
    browser.viewport(width, width > 500 ? 900 : 844, width < 500);
    browser.open(
        switch (page) {
          case "report" -> report;
          case "comparison" -> comparison;
          case "mistakes" -> mistakes;
          case "live" -> live;
          case "predictions" -> predictions;
          case "search" -> search;
          default -> index;
        });
    browser.evaluate(
        "document.querySelectorAll('details').forEach((fold, i) => { if (i % 7 === 0) fold.open = true; })");

    browser.screenshot(SCREENSHOTS.resolve(page + "-" + theme + "-" + width + ".png"), true);

    browser.evaluate(axe());
    JsonNode violations =
        browser.evaluate(
            "axe.run(document).then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary).join(' | ')))");
    assertThat(violations).isEmpty();
    assertThat(browser.evaluate("document.documentElement.scrollWidth - innerWidth").asInt())
        .as("pixels that the page is wider than the window")
        .isLessThanOrEqualTo(0);
    browser.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })");
    assertThat(
            browser.evaluate(
                "[...document.querySelectorAll('.scroll')].filter(r => !r.querySelector('.confusion') && !r.closest('.chart') && r.scrollWidth > r.clientWidth).map(r => r.getAttribute('aria-label') + ' ' + (r.scrollWidth - r.clientWidth))"))
        .as("tables with columns that are cut off")
        .isEmpty();
    if (page.equals("index")) {
      assertThat(
              browser
                  .evaluate(
                      "document.querySelector('#trend text').getBoundingClientRect().height / parseFloat(getComputedStyle(document.body).fontSize)")
                  .asDouble())
          .as("height of the trend's text in that of the page's")
          .isBetween(0.6, 1.3);
    }
  }

  @Test
  void hostileNamesAreInert() throws Exception {
    browser.open(comparison);

    assertThat(browser.evaluate("document.querySelectorAll('script').length").asInt()).isEqualTo(1);
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'style')).length")
                .asInt())
        .isZero();
    assertThat(
            browser
                .evaluate(
                    "[...document.images].filter(i => !i.src.startsWith('data:image/')).length")
                .asInt())
        .isZero();
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('a')].filter(a => !a.getAttribute('href').startsWith('#')"
                        + " && !a.getAttribute('href').startsWith('./comparison-mistakes.html')).length")
                .asInt())
        .isZero();
    assertThat(browser.evaluate("document.querySelector('table.classes').textContent").asText())
        .contains("<script>alert(1)</script>", "\" onload=\"alert(2)");
  }

  @Test
  void headingsSortByPointerAndByKeyboard() throws Exception {
    browser.open(report);
    String recalls =
        "[...document.querySelectorAll('table.classes tbody tr')].map(r => parseFloat(r.cells[2].dataset.sort))";
    String button = "document.querySelectorAll('table.classes thead button')[2]";

    browser.evaluate(button + ".click()");
    assertThat(sorted(browser.evaluate(recalls), -1)).isTrue();
    assertThat(browser.evaluate(button + ".closest('th').getAttribute('aria-sort')").asText())
        .isEqualTo("descending");
    browser.evaluate(button + ".focus()");
    browser.press("Enter");
    browser.await(button + ".closest('th').getAttribute('aria-sort') === 'ascending'");
    assertThat(sorted(browser.evaluate(recalls), 1)).isTrue();
  }

  @Test
  void aCellOfTheMatrixLeadsToItsExamples() throws Exception {
    browser.open(report);

    browser.evaluate(
        "document.querySelector('.confusion tbody a[href^=\"#mistake-1-0\"]').click()");

    browser.await("document.getElementById('mistake-1-0').closest('details').open");
    browser.await(
        "document.getElementById('mistake-1-0').getBoundingClientRect().top < innerHeight");
    assertThat(
            browser
                .evaluate("document.querySelectorAll('#mistake-1-0 .card img:not(.map)').length")
                .asInt())
        .isPositive();
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.getAttribute('href').slice(1))).length")
                .asInt())
        .as("links to nowhere")
        .isZero();
  }

  @Test
  void pointsTellTheirValuesToPointerAndArrowKeys() throws Exception {
    browser.open(report);
    browser.evaluate(
        "document.documentElement.style.scrollBehavior = 'auto'; document.getElementById('reliability').scrollIntoView()");
    // Scrolling hides what a point told: let it come to rest first.
    browser.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))");
    JsonNode at =
        browser.evaluate(
            "(b => [b.left + b.width / 2, b.top + b.height / 2])(document.querySelector('#reliability circle').getBoundingClientRect())");

    browser.moveTo(at.get(0).asDouble(), at.get(1).asDouble());
    browser.await("!document.getElementById('tip').hidden");
    assertThat(browser.evaluate("document.getElementById('tip').textContent").asText())
        .startsWith("Claims ");

    browser.evaluate("document.querySelector('#reliability > svg').focus()");
    browser.press("End");
    browser.await(
        "document.getElementById('tip').textContent === [...document.querySelectorAll('#reliability circle')].pop().dataset.tip");
    browser.press("Escape");
    browser.await("document.getElementById('tip').hidden");
  }

  @Test
  void theThemeChanges() throws Exception {
    browser.open(report);
    String paper = "getComputedStyle(document.body).backgroundColor";
    String light = browser.evaluate(paper).asText();
    String click = "document.getElementById('theme').click()";

    browser.evaluate(click);
    assertThat(browser.evaluate(paper).asText()).isEqualTo(light);
    browser.evaluate(click);
    assertThat(browser.evaluate(paper).asText()).isNotEqualTo(light);
    browser.evaluate(click);
    assertThat(browser.evaluate("document.getElementById('theme').textContent").asText())
        .isEqualTo("Theme: auto");
  }

  @Test
  void mapsLieOverThePicturesWhenAskedFor() throws Exception {
    browser.open(report);
    String shown = "getComputedStyle(document.querySelector('.card .map.cam')).display";

    assertThat(browser.evaluate(shown).asText()).isEqualTo("none");
    browser.evaluate("document.getElementById('map-cam').click()");
    assertThat(browser.evaluate(shown).asText()).isEqualTo("block");
    assertThat(
            browser
                .evaluate("getComputedStyle(document.querySelector('.card .map.grad')).display")
                .asText())
        .isEqualTo("none");
  }

  @Test
  void itPrintsToPdf() throws Exception {
    browser.open(report);

    byte[] pdf = browser.pdf();

    Files.createDirectories(SCREENSHOTS);
    Files.write(SCREENSHOTS.resolve("report.pdf"), pdf);
    assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(pdf.length).isGreaterThan(50_000);
  }

  private static boolean sorted(JsonNode values, int direction) {
    for (int i = 1; i < values.size(); i++) {
      if ((values.get(i).asDouble() - values.get(i - 1).asDouble()) * direction < 0) {
        return false;
      }
    }
    return values.size() == CLASSES.size();
  }

  private static String axe() throws Exception {
    try (InputStream in = ReportInChromiumIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
