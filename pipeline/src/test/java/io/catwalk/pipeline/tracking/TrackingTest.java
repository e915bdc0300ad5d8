package io.catwalk.pipeline.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.BackgroundThread;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MLflow is told, and what becomes of a training when it cannot be told. */
class TrackingTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private ArtifactStore store;
  private StandInMlflow mlflow;
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    mlflow = new StandInMlflow();
  }

  @AfterEach
  void stop() {
    mlflow.close();
  }

  private Tracking tracking(Map<String, String> environment) {
    return tracking(mlflow.uri(), environment, MINUTE);
  }

  private Tracking tracking(String uri, Map<String, String> environment, Duration longest) {
    Map<String, String> settings = new TreeMap<>();
    for (int i = 0; i < 150; i++) {
      settings.put("train.key-%03d".formatted(i), "x".repeat(i == 7 ? 9_000 : 1));
    }
    return new Tracking(
        List.of(new MlflowTracker(uri, environment, "pets & co", store, Optional.empty())),
        "run 1",
        settings,
        warnings::add,
        new BackgroundThread("tracking"),
        Optional.of(longest));
  }

  private static Epoch epoch(int number) {
    return new Epoch(number, 100, 2.0, 50, 1.0 / number, Double.NaN, 0.5, Double.NaN, 0.01);
  }

  @Test
  void tellsAWholeTraining() {
    store.write("runs/run 1/report.html", "<html>".getBytes(StandardCharsets.UTF_8));
    try (Tracking tracking = tracking(Map.of("MLFLOW_TRACKING_TOKEN", "t0k"))) {
      tracking.epochStarted(1, 2, 100);
      tracking.epochFinished(epoch(1));
      tracking.epochFinished(epoch(2));
      tracking.finished(Map.of("accuracy", 0.75), Map.of("catwalk.dataset", "pets@1"));
    }

    assertThat(warnings).isEmpty();
    assertThat(mlflow.runs()).hasSize(1);
    StandInMlflow.Run run = mlflow.runs().get(0);
    assertThat(run.name).isEqualTo("run 1");
    assertThat(run.status()).isEqualTo("FINISHED");
    assertThat(run.params()).hasSize(150).containsEntry("train.key-003", "x");
    assertThat(run.params().get("train.key-007")).hasSize(500);
    assertThat(run.metrics())
        .containsExactly(
            "1 images_per_second 50.0",
            "1 learning_rate 0.01",
            "1 train_loss 1.0",
            "1 validation_accuracy 0.5",
            "2 images_per_second 50.0",
            "2 learning_rate 0.01",
            "2 train_loss 0.5",
            "2 validation_accuracy 0.5",
            "2 accuracy 0.75");
    assertThat(run.tags())
        .containsEntry("catwalk.run_id", "run 1")
        .containsEntry("catwalk.dataset", "pets@1");
    assertThat(run.artifacts()).containsOnlyKeys("report.html");
    assertThat(new String(run.artifacts().get("report.html"), StandardCharsets.UTF_8))
        .isEqualTo("<html>");
    assertThat(mlflow.authorizations()).containsOnly("Bearer t0k");
  }

  @Test
  void aTrainingThatGoesOnGoesOnInTheSameRun() {
    try (Tracking first = tracking(Map.of())) {
      first.epochStarted(1, 3, 100);
      first.epochFinished(epoch(1));
    }
    assertThat(mlflow.runs().get(0).status()).isEqualTo("FAILED");

    try (Tracking second = tracking(Map.of())) {
      second.resumed(2, 0, "checkpoint", List.of(epoch(1)));
      second.epochStarted(2, 3, 100);
      second.epochFinished(epoch(2));
      second.finished(Map.of(), Map.of());
    }

    assertThat(mlflow.runs()).hasSize(1);
    assertThat(mlflow.runs().get(0).status()).isEqualTo("FINISHED");
    assertThat(mlflow.runs().get(0).metrics())
        .filteredOn(metric -> metric.contains("train_loss"))
        .containsExactly("1 train_loss 1.0", "2 train_loss 0.5");
  }

  @Test
  void whatAnOutageSwallowedIsToldLater() {
    mlflow.refuse(503);
    try (Tracking tracking = tracking(Map.of())) {
      tracking.epochStarted(1, 2, 100);
      tracking.epochFinished(epoch(1));
      await(() -> !warnings.isEmpty());
      mlflow.refuse(0);
      tracking.epochFinished(epoch(2));
      tracking.finished(Map.of("accuracy", 0.75), Map.of());
    }

    assertThat(warnings)
        .containsExactly(
            "MLflow is not told of this training: "
                + mlflow.uri().replace("http://", "")
                + " answered 503; it goes on, and tries again with the next epoch");
    assertThat(mlflow.runs().get(0).metrics())
        .filteredOn(metric -> metric.contains("train_loss"))
        .containsExactly("1 train_loss 1.0", "2 train_loss 0.5");
    assertThat(mlflow.runs().get(0).status()).isEqualTo("FINISHED");
  }

  @Test
  void aServerThatNeverAnswersHoldsNothingUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String uri = "http://127.0.0.1:" + silent.getLocalPort();
      Tracking tracking = tracking(uri, Map.of(), Duration.ofMillis(300));
      tracking.epochStarted(1, 1, 100);
      tracking.epochFinished(epoch(1));
      tracking.finished(Map.of(), Map.of());
      tracking.close();
    }

    assertThat(warnings)
        .contains("a tracker does not answer: it may lack the end of this training");
  }

  @Test
  void nobodyIsToldOfATrainingThatDidNotBegin() {
    tracking(Map.of()).close();

    assertThat(mlflow.runs()).isEmpty();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + MINUTE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
