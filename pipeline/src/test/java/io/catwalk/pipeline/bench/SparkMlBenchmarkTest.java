package io.catwalk.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.bench.Benchmarks.SparkMlRequest;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A small turn of each. */
class SparkMlBenchmarkTest {

  @Test
  void bothTrainTheSameNetworkAndLeaveNothing() {
    List<ConfigOverride> overrides = new ArrayList<>();
    Map.of(
            "cluster.master", "local[2]",
            "data.shape.height", "32",
            "data.shape.width", "32",
            "train.epochs", "2",
            "train.minibatch", "16",
            "train.averaging-frequency", "3",
            "train.label-smoothing", "0.1")
        .forEach((key, value) -> overrides.add(ConfigOverride.option("test", key, value)));
    ExperimentConfig config =
        new ConfigLoader(new CatalogModels()).load(new ConfigSources(Map.of(), overrides, false));
    List<String> told = new ArrayList<>();

    SparkMlReport report =
        new SparkMlBenchmark(HadoopStorage.with(Map.of()), told::add)
            .run(new SparkMlRequest(config, 150, 200, 1));

    assertThat(report.sameParameters()).isTrue();
    assertThat(report.images()).isEqualTo(150);
    assertThat(report.epochs()).isEqualTo(2);
    assertThat(report.scored()).isEqualTo(200);
    assertThat(report.trainings())
        .extracting(SparkMlReport.Speed::of)
        .containsExactly("ingest and train", "fit of paths", "fit of files");
    assertThat(report.scorings())
        .extracting(SparkMlReport.Speed::of)
        .containsExactly("predict", "transform of paths", "transform of files");
    assertThat(report.trainings().get(0).ratio()).isEqualTo(1);
    assertThat(report.scorings())
        .allSatisfy(
            speed -> {
              assertThat(speed.imagesPerSecond()).isPositive();
              assertThat(speed.ratio()).isPositive();
              assertThat(speed.processorSeconds()).isPositive();
              assertThat(speed.processorRatio()).isPositive();
            });
    assertThat(told)
        .anyMatch(
            line ->
                line.matches(
                    "round 1/1: ingest and train .* a training, fit of paths .* a training, fit of .*"))
        .anyMatch(
            line ->
                line.matches(
                    "round 1/1: predict .* a scoring, transform of paths .* a scoring, .*"));
  }
}
