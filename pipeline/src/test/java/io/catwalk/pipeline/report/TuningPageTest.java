package io.catwalk.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.runs.Tuning;
import io.catwalk.pipeline.runs.Tuning.Trial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TuningPageTest {

  /** Fifteen settings, of which the last is the best, and one that failed. */
  static Tuning search() {
    List<Trial> trials = new ArrayList<>();
    trials.add(new Trial(1, 9, Map.of(), 0.8, 0.8, 0.5, 9, 90, ""));
    for (int i = 2; i < 15; i++) {
      Map<String, String> settings =
          Map.of(
              "train.learning-rate", "0.00" + i,
              "train.minibatch", i % 2 == 0 ? "16" : "64",
              "train.schedule.kind", i % 3 == 0 ? "cosine" : "constant");
      // A short training may look better than a long one.
      double accuracy = i == 13 ? 0.95 : 0.75 + i / 100.0;
      trials.add(new Trial(i, 3, settings, accuracy, accuracy, 0.5, 3, 30, ""));
    }
    Map<String, String> last =
        Map.of(
            "train.learning-rate", "5<6", "train.minibatch", "16", "train.schedule.kind", "step");
    trials.add(new Trial(14, 9, trials.get(13).settings(), 0.9, 0.9, 0.25, 8, 90, ""));
    trials.add(new Trial(15, 3, last, null, null, null, 0, 5, "the loss <exploded>"));
    Map<String, String> ranges = new LinkedHashMap<>();
    ranges.put("train.learning-rate", "0.001 to 0.02");
    ranges.put("train.minibatch", "16, 64");
    ranges.put("train.schedule.kind", "constant, cosine, step");
    return new Tuning(
        Tuning.SCHEMA_VERSION, "s1", "pets@12", "accuracy", 400, ranges, trials, 30, 500);
  }

  private static String html(Tuning tuning) {
    return new String(TuningPage.html(tuning), StandardCharsets.UTF_8);
  }

  @Test
  void saysWhatWasFoundAndHowFarItCanBeTrusted() {
    assertThat(html(search()))
        .contains(
            "The best of 15\u00a0settings is right on 90.0\u202f% of the validation images, 10.0 points more than the configuration as it stands",
            "By chance alone the best of them may lie anywhere in",
            "the images to test, which took no part here",
            "15\u00a0settings in 16\u00a0trainings",
            "failed: the loss &lt;exploded&gt;",
            "id=\"parallel\"")
        .doesNotContain("5<6");
  }

  @Test
  void whereNothingIsBetterItSaysSo() {
    Trial only = new Trial(1, 9, Map.of(), 0.8, 0.8, 0.5, 9, 90, "");
    Trial worse = new Trial(2, 9, Map.of("train.minibatch", "16"), 0.7, 0.7, 0.6, 9, 90, "");
    Tuning tuning =
        new Tuning(
            1,
            "s1",
            "pets@12",
            "accuracy",
            400,
            Map.of("train.minibatch", "16, 32"),
            List.of(only, worse),
            2,
            180);

    assertThat(html(tuning))
        .contains("Of 2\u00a0settings none is better than the configuration as it stands")
        .doesNotContain("id=\"parallel\"");
  }

  @Test
  void theBestIsOneThatTrainedLongest() {
    Tuning search = search();

    assertThat(search.best().orElseThrow().trial()).isEqualTo(14);
    assertThat(search.best().orElseThrow().epochs()).isEqualTo(9);
    assertThat(search.tried()).isEqualTo(15);
  }
}
