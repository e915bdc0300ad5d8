package io.catwalk.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who looks for a model's mistakes pages through all of them, with and without scripts. */
class MistakesInChromiumIT {

  private static final List<String> CLASSES = List.of("cat", "dog", "\"><script>alert(1)</script>");
  private static final String CARDS = "document.querySelectorAll('#page-of-mistakes .card')";

  @TempDir static Path temporary;
  private static URI report;
  private static URI mistakes;
  private static int all;
  private static Chromium browser;

  @BeforeAll
  static void writeThePagesAndStartTheBrowser() throws Exception {
    assumeTrue(
        Chromium.program().isPresent(),
        "no chromium on the PATH: on Debian, apt-get install chromium");
    ArtifactStore store = HadoopStorage.with(Map.of()).store(temporary.resolve("s").toString());
    Reports.Place run = new TestRuns(store, CLASSES, 900).skill(0.4).write("r1", 1);
    Report made = Reports.of(run);
    String name = "what is & 100% wrong.html";
    Report.Page beside = made.beside(name).orElseThrow();
    store.write("runs/r1/" + beside.name(), beside.content());
    store.write("runs/r1/" + name, made.html(name));
    all = Math.toIntExact(made.mistakes());
    Path folder = Path.of(store.resolve("runs/r1").uri());
    report = folder.resolve(name).toUri();
    mistakes = folder.resolve(beside.name()).toUri();
    browser = new Chromium(temporary.resolve("profile"));
  }

  @AfterAll
  static void stopTheBrowser() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void everyMistakeIsOnOnePageWithItsPictureTheSurestFirst() throws Exception {
    browser.open(mistakes);
    assertThat(all).isGreaterThan(200);
    int seen = 0;
    double before = 100;
    while (true) {
      for (var confidence :
          browser.evaluate(
              "[..."
                  + CARDS
                  + "].map(c => parseFloat(c.querySelector('.what small').textContent))")) {
        assertThat(confidence.asDouble()).isLessThanOrEqualTo(before);
        before = confidence.asDouble();
        seen++;
      }
      assertThat(number("[..." + CARDS + "].filter(c => !c.querySelector('img')).length")).isZero();
      if (browser.evaluate("document.querySelector('[data-turn=\"1\"]').disabled").asBoolean()) {
        break;
      }
      String first = browser.evaluate(CARDS + "[0].dataset.rank").asText();
      browser.evaluate("document.querySelector('[data-turn=\"1\"]').focus()");
      browser.press("Enter");
      browser.await(CARDS + "[0].dataset.rank !== '" + first + "'");
    }
    assertThat(seen).isEqualTo(all);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void classesFilterAndTheAddressKeepsWhatIsShown() throws Exception {
    browser.open(URI.create(mistakes + "#mistake-1-0"));
    browser.await("document.getElementById('by-actual').value === '1'");
    String pairs =
        "[...new Set([..."
            + CARDS
            + "].map(c => c.querySelector('.what').innerText.split(/[\\n ]/)[0]))].join()";
    assertThat(browser.evaluate(pairs).asText()).isEqualTo("dog");
    assertThat(
            browser
                .evaluate(
                    "[..."
                        + CARDS
                        + "].every(c => c.querySelector('.wrong').textContent === 'cat')")
                .asBoolean())
        .isTrue();

    choose("by-predicted", "2");
    browser.await(
        CARDS + "[0].querySelector('.wrong').textContent.includes('<script>alert(1)</script>')");
    assertThat(browser.evaluate("location.hash").asText()).isEqualTo("#mistake-1-2-page-1");
    String shown = browser.evaluate("document.getElementById('shown').textContent").asText();
    String counted =
        browser
            .evaluate("document.getElementById('by-predicted').selectedOptions[0].text")
            .asText();
    assertThat(counted).endsWith("(" + shown.replaceAll(".* of ", "") + ")");

    browser.evaluate("history.back()");
    browser.await(CARDS + "[0].querySelector('.wrong').textContent === 'cat'");
    choose("by-actual", "any");
    choose("by-predicted", "any");
    browser.await("document.getElementById('shown').textContent.endsWith(' of " + all + "')");
    assertThat(number("document.querySelectorAll('script').length")).isEqualTo(1);
  }

  @Test
  void theReportLeadsToTheMistakesOfAKindAndBack() throws Exception {
    browser.open(report);
    String link = "document.querySelector('#mistake-1-0 .paths a')";
    browser.open(URI.create(browser.evaluate(link + ".href").asText()));

    browser.await("document.getElementById('by-predicted').value === '0'");
    String back = browser.evaluate("document.querySelector('a[href^=\"./what\"]').href").asText();
    assertThat(Path.of(URI.create(back))).isEqualTo(Path.of(report));
  }

  @Test
  void withoutScriptsEveryMistakeLiesInItsKind() throws Exception {
    disableScripts(true);
    try {
      browser.send("Page.navigate", browser.parameters().put("url", mistakes.toString()));
      browser.awaitThroughReloads(
          "location.href === '" + mistakes + "' && document.readyState === 'complete'");
      assertThat(number("document.querySelectorAll('#kinds details .card img').length"))
          .isEqualTo(all);
      assertThat(browser.evaluate("document.getElementById('browse').hidden").asBoolean()).isTrue();
      assertThat(number("document.querySelectorAll('#kinds details[open]').length")).isEqualTo(1);
    } finally {
      disableScripts(false);
    }
  }

  private static void choose(String select, String value) throws Exception {
    browser.evaluate(
        "(s => { s.value = '"
            + value
            + "'; s.dispatchEvent(new Event('change')); })(document.getElementById('"
            + select
            + "'))");
    browser.await(
        "location.hash.includes('page') && document.getElementById('"
            + select
            + "').value === '"
            + value
            + "'");
  }

  private static void disableScripts(boolean value) throws Exception {
    browser.send("Emulation.setScriptExecutionDisabled", browser.parameters().put("value", value));
  }

  private static int number(String expression) throws Exception {
    return browser.evaluate(expression).asInt();
  }
}
