package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.bench.LocalBenchmarks;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.doctor.SparkDoctor;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.retrain.SparkRetraining;
import io.catwalk.pipeline.run.SparkJobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process trains for hours, and retrains night after night: what it holds stays as it is.
 *
 * <p>{@code catwalk.soak.minutes} says for how long each of both; at least eight times.
 */
class SoakIT {

  private static final double MINUTES =
      Double.parseDouble(System.getProperty("catwalk.soak.minutes", "0.4"));

  private static final int AT_LEAST = 8;

  private static final List<String> CLASSES = List.of("cat", "dog");

  /** An hour's trainings last some minutes, the short round's seconds. */
  private static final int EPOCHS = MINUTES < 5 ? 2 : 50;

  @TempDir Path temporary;
  private final List<Thread> leaked = new ArrayList<>();

  /** What is done again and again. */
  private interface Work {
    void once(int time) throws IOException;
  }

  @BeforeEach
  void write() throws IOException {
    SyntheticPhotos.write(temporary.resolve("pictures"), CLASSES, 40, 1);
    Files.writeString(
        temporary.resolve("soak.conf"),
        """
        data {
          name = drawn, source = "%1$s/pictures", split = hash, validation-percent = 10, test-percent = 20
          shape { height = 32, width = 32, channels = 1 }
        }
        storage.root = "%1$s/storage"
        cluster.master = "local[2]"
        model.name = lenet5
        registry.name = drawn
        train { workers = 2, minibatch = 8, epochs = %2$d, averaging-frequency = 1, checkpoint.every-epochs = 1 }
        retrain.blessing { min-accuracy = 0.01, max-recall-drop = 100, test = mcnemar }
        """
            .formatted(temporary, EPOCHS));
  }

  @AfterEach
  void endWhatTheTestLeaked() {
    leaked.forEach(Thread::interrupt);
  }

  @Test
  void trainingsHoldNoMoreThanBefore() throws IOException {
    assertFlat(time -> catwalk("train", "--run-id", "run-" + time));
  }

  @Test
  void nightsHoldNoMoreThanBefore() throws IOException {
    assertFlat(
        night -> {
          addPictures(night);
          catwalk("retrain");
        });
  }

  /** What the other tests would see if each training left four threads. */
  @Test
  void threadsLeftEachTimeAreSeen() throws IOException {
    List<Footprint> all = new ArrayList<>();
    for (int i = 0; i < AT_LEAST; i++) {
      // Four, as some that Spark left behind may end meanwhile.
      for (int thread = 0; thread < 4; thread++) {
        leak();
      }
      all.add(Footprint.now());
    }
    assertThat(Footprint.growth(all)).anyMatch(line -> line.startsWith("THREADS grew by"));
  }

  private void leak() {
    Thread thread = new Thread(SoakIT::waitForInterrupt, "leaked by a test");
    thread.setDaemon(true);
    leaked.add(thread);
    thread.start();
  }

  private static void waitForInterrupt() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void assertFlat(Work work) throws IOException {
    Instant end = Instant.now().plus(Duration.ofMillis(Math.round(MINUTES * 60_000)));
    List<Footprint> all = new ArrayList<>();
    for (int i = 1; i <= AT_LEAST || Instant.now().isBefore(end); i++) {
      work.once(i);
      all.add(i == 1 ? Footprint.now() : Footprint.after(all.get(i - 2)));
      System.out.println(i + ": " + all.get(i - 1));
    }
    assertThat(Footprint.growth(all)).isEmpty();
  }

  /**
   * As many again each night would make the nights longer and longer; a few are enough to be new.
   */
  private void addPictures(int night) throws IOException {
    Path drawn = temporary.resolve("night-" + night);
    SyntheticPhotos.write(drawn, CLASSES, 1, 1_000 + night);
    for (String name : CLASSES) {
      try (Stream<Path> pictures = Files.list(drawn.resolve(name))) {
        for (Path picture : pictures.toList()) {
          Files.move(
              picture,
              temporary
                  .resolve("pictures")
                  .resolve(name)
                  .resolve(night + "-" + picture.getFileName()));
        }
      }
    }
  }

  private void catwalk(String command, String... options) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("--config", temporary.resolve("soak.conf").toString()));
    words.addAll(List.of(options));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        PrintStream out = new PrintStream(OutputStream.nullOutputStream())) {
      int code =
          new Catwalk(
                  new Services(
                      new Console(out, err, false, 100),
                      new ConfigLoader(new CatalogModels()),
                      new SparkJobs(),
                      new SparkRetraining(),
                      new LocalBenchmarks(),
                      new SparkDoctor(),
                      SyntheticPhotos::write,
                      List.of(),
                      StopSignal.NEVER,
                      "catwalk"))
              .run(words.toArray(String[]::new));
      assertThat(code).as(() -> said.toString(StandardCharsets.UTF_8)).isZero();
    }
  }
}
