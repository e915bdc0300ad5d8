package io.catwalk.pipeline.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.train.TrainingListener;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePageTest {

  private static final Epoch FIRST = new Epoch(1, 900, 60, 15, 0.9, 0.8, 0.7, 0.7, 0.001);

  @TempDir private Path folder;
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final TrainingListener next =
      new TrainingListener() {
        @Override
        public void epochFinished(Epoch result) {
          heard.add("epoch " + result.epoch());
        }

        @Override
        public void shownAt(String uri) {
          heard.add("shown at " + uri);
        }

        @Override
        public void warned(String message) {
          heard.add("warned: " + message);
        }
      };

  private ArtifactStore store() {
    return HadoopStorage.with(Map.of()).store(folder.toString());
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("live/r1.html"));
  }

  private void train(LivePage page) {
    page.started("lenet5", 2, 900);
    page.epochStarted(1, 3, 900);
    page.epochFinished(FIRST);
    page.epochStarted(2, 3, 900);
    page.advanced(450, 0.5);
  }

  @Test
  void aTrainingThatFailsLeavesAPageThatSaysSo() throws IOException {
    try (LivePage page = new LivePage(store(), "r1", next)) {
      train(page);
    }

    assertThat(page())
        .contains("epoch, without a report</h1>", "70.0", "lenet5")
        .doesNotContain("data-refresh=", "data-next=");
    assertThat(heard)
        .containsExactlyInAnyOrder("epoch 1", "shown at file:" + folder + "/live/r1.html");
  }

  @Test
  void aFinishedTrainingsPageLeadsToItsReport() throws IOException {
    try (LivePage page = new LivePage(store(), "r1", next)) {
      train(page);
      page.evaluating(100);
      store().write("runs/r1/report.html", "a report".getBytes(UTF_8));
    }

    assertThat(page()).contains("<h1>Finished</h1>", "data-next=\"../runs/r1/report.html\"");
    // The next training clears it away.
    try (LivePage other = new LivePage(store(), "r2", next)) {
      train(other);
    }
    assertThat(folder.resolve("live/r1.html")).doesNotExist();
    assertThat(folder.resolve("live/r2.html")).exists();
  }

  @Test
  void onlyATrainingThatBeganHasAPage() {
    new LivePage(store(), "r1", next).close();

    assertThat(folder.resolve("live")).doesNotExist();
  }

  /** Its training folder holds what it can go on from; without one a page leads nowhere. */
  @Test
  void onlyPagesOfTrainingsThatCannotGoOnAreCleared() {
    store().write("live/gone.html", "left by a process that was killed".getBytes(UTF_8));
    store().write("live/waits.html", "stopped".getBytes(UTF_8));
    store().write(StoredTraining.folder("waits") + "/training.json", "{}".getBytes(UTF_8));
    try (LivePage page = new LivePage(store(), "r1", next)) {
      train(page);
    }

    assertThat(store().list("live")).containsExactly("r1.html", "waits.html");
  }

  @Test
  void aStoreThatNeitherTakesNorRefusesHoldsNothingUp() throws Exception {
    CountDownLatch silent = new CountDownLatch(1);
    ArtifactStore store =
        (ArtifactStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ArtifactStore.class},
                (proxy, method, arguments) -> {
                  silent.await();
                  return null;
                });
    Thread training =
        new Thread(
            () -> {
              try (LivePage page = new LivePage(store, "r1", next, Duration.ofMillis(50))) {
                train(page);
              }
            });
    training.start();
    training.join(Duration.ofSeconds(30).toMillis());

    assertThat(training.isAlive()).isFalse();
    assertThat(heard).contains("epoch 1");
    silent.countDown();
  }

  @Test
  void aStoreThatFailsFailsNoTraining() throws IOException {
    Files.writeString(folder.resolve("live"), "no folder");
    try (LivePage page = new LivePage(store(), "r1", next)) {
      train(page);
    }

    assertThat(heard).contains("epoch 1");
    assertThat(heard).filteredOn(line -> line.startsWith("warned: ")).hasSize(1);
  }
}
