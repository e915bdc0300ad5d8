package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.archive.CraftedZip;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.registry.AuditAction;
import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Lease;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.run.SparkJobs;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No command runs what somebody put into a model: each ends with exit code 3 and one line. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CraftedModelTest {

  private static final AtomicInteger RAN = new AtomicInteger();

  /** Runs as soon as somebody deserialises it. */
  private static final class Planted implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      RAN.incrementAndGet();
    }
  }

  @TempDir private Path folder;
  private int code;
  private String err;

  @BeforeEach
  void nothingRanYet() {
    RAN.set(0);
  }

  private String store(byte[] model) throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/bad"));
    return Files.write(run.resolve("model.zip"), model).toString();
  }

  private void refused(String file, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--storage",
            folder.toString(),
            "--set",
            "data.source=nowhere",
            "--set",
            "data.shape.height=16",
            "--set",
            "data.shape.width=16",
            // Nobody listens there: whoever starts Spark fails otherwise.
            "--master",
            "spark://127.0.0.1:9"));
    run(all.toArray(String[]::new));

    assertThat(err)
        .startsWith(
            "catwalk: file:"
                + file
                + ": refused: entry preprocessor.bin: no part of a model; a model.zip holds ");
    assertThat(err.lines()).hasSize(1);
    assertThat(code).isEqualTo(3);
    assertThat(RAN).hasValue(0);
  }

  private void run(String... arguments) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (PrintStream results =
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        PrintStream told = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
      code =
          new Catwalk(
                  new Services(
                      new Console(results, told, false, 100),
                      new ConfigLoader(new CatalogModels()),
                      new SparkJobs(),
                      new FakeRetraining(),
                      new FakeBenchmarks(),
                      new FakeDoctor(),
                      (folder, classes, images, seed) -> {},
                      List.of("catwalk 9"),
                      StopSignal.NEVER,
                      "catwalk"))
              .run(arguments);
    }
    err = errors.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyCommandRefusesAnObject() throws IOException {
    String file = store(CraftedZip.start().withObject(new Planted()).bytes());

    refused(file, "predict", "--run", "bad", "--images", folder.toString());
    refused(file, "predict", "--model", file, "--images", folder.toString());
    refused(file, "evaluate", "--run", "bad");
    refused(file, "evaluate", "--model", file, "--dataset", "pets@1");
    refused(file, "explain", "--run", "bad", "--image", file);
    refused(file, "train", "--from", "bad");
    refused(file, "train", "--from", file);
  }

  @Test
  void theRegistrysChampionIsRefusedAsWell() {
    Registry registry = new Registry(HadoopStorage.with(Map.of()).store(folder.toString()), "pets");
    try (Lease lease = registry.lease(Duration.ofMinutes(1))) {
      lease.register(
          new VersionManifest.Origin("lenet5", "bad", "d@1", "d@1", "bad", null, true),
          Map.of(
              VersionManifest.MODEL,
              CraftedZip.start().withObject(new Planted()).bytes(),
              VersionManifest.BLESSING,
              "{\"blessed\": true}".getBytes(StandardCharsets.UTF_8)));
      lease.finish(AuditEntry.Note.of(AuditAction.KEPT, List.of()));
    }
    registry.choose("v0001", List.of("looks good"));

    refused(
        folder + "/registry/pets/v0001/model.zip",
        "predict",
        "--model",
        "pets",
        "--images",
        folder.toString());
  }

  @Test
  void setsInSetsDoNotHang() throws IOException {
    String file = store(CraftedZip.start().withObject(CraftedZip.nested(60)).bytes());

    refused(file, "explain", "--run", "bad", "--image", file);
  }
}
