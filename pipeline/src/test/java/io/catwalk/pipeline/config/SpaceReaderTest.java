package io.catwalk.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.SearchRange.Choice;
import io.catwalk.pipeline.config.SearchRange.Interval;
import io.catwalk.pipeline.config.SearchRange.Spread;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceReaderTest {

  private static ExperimentConfig load(String space) {
    return new ConfigLoader(new FakeModels())
        .load(
            new ConfigSources(
                Map.of(), List.of(ConfigOverride.option("--set", "tune.space", space)), false));
  }

  @Test
  void readsChoicesAndRanges() {
    ExperimentConfig config =
        load(
            "[{ key = train.minibatch, values = [16, 32] },"
                + " { key = train.learning-rate, from = 1e-4, to = 0.1, scale = log },"
                + " { key = train.workers, from = 1, to = 4, whole = true }]");

    assertThat(config.tune().space())
        .containsExactly(
            new Choice("train.minibatch", List.of("16", "32")),
            new Interval("train.learning-rate", 0.0001, 0.1, Spread.LOG, false),
            new Interval("train.workers", 1, 4, Spread.LINEAR, true));
    assertThat(load("[]").tune().space()).isEmpty();
    assertThat(ConfigLoader.settings(config).get("tune.space")).contains("train.minibatch");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      [16]                                                   | tune.space[0] = 16: expected a key with its values, such as { key = train.minibatch, values = [16, 32] } or
      [{ key = data.shape.height, values = [32, 64] }]       | expected key to be one of train or model, each once, and none of model.classes,
      [{ key = train.seed, values = [1, 2] }]                | train.epochs, train.folds, train.seed
      [{ key = train.minibach, values = [1, 2] }]            | expected key to be one of train or model
      [{ key = train.minibatch, values = [16] }]             | expected two values or more
      [{ key = train.minibatch, values = 16 }]               | tune.space[0].values = 16: expected a list of values
      [{ key = train.minibatch, from = 16 }]                 | expected to, a number above from
      [{ key = train.minibatch, from = 16, to = 8 }]         | tune.space[0].to = 8: expected a number above from
      [{ key = train.momentum, from = 0, to = 1, scale = log }] | expected from above 0 with scale = log
      [{ key = train.momentum, from = 0, to = 1, scale = sqrt }] | tune.space[0].scale = sqrt: expected one of linear, log
      [{ key = train.momentum, from = 0, to = 1, step = 1 }] | tune.space[0].step = 1: unknown option; known are key, from, to, scale, whole
      """)
  void tellsWhatIsWrong(String space, String message) {
    assertThatThrownBy(() -> load(space))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aKeyStandsOnce() {
    assertThatThrownBy(
            () ->
                load(
                    "[{ key = train.minibatch, values = [1, 2] },"
                        + " { key = train.minibatch, values = [3, 4] }]"))
        .hasMessageContaining("tune.space[1]")
        .hasMessageContaining("each once");
  }

  @Test
  void ownSettingsAreThoseThatDifferFromTheDefaults() {
    ExperimentConfig config =
        new ConfigLoader(new FakeModels())
            .load(
                new ConfigSources(
                    Map.of(),
                    List.of(
                        ConfigOverride.option("--set", "train.epochs", "7"),
                        ConfigOverride.option("--set", "train.learning-rate", "0.0010"),
                        ConfigOverride.option("--set", "data.classes", "cat,dog"),
                        ConfigOverride.option("--set", "storage.root", "elsewhere")),
                    false));

    assertThat(OwnSettings.of(config, key -> !key.startsWith("storage.")))
        .isEqualTo("data.classes = [\"cat\",\"dog\"]\ntrain.epochs = 7\n");
  }
}
