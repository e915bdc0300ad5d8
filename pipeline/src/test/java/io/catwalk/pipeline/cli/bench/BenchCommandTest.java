package io.catwalk.pipeline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.bench.AccuracyRow;
import io.catwalk.pipeline.bench.AccuracyRows;
import io.catwalk.pipeline.bench.Benchmarks.IngestRequest;
import io.catwalk.pipeline.bench.Benchmarks.Pace;
import io.catwalk.pipeline.bench.Benchmarks.TrainRequest;
import io.catwalk.pipeline.bench.Clock;
import io.catwalk.pipeline.bench.Optimiser;
import io.catwalk.pipeline.bench.StepRequest;
import io.catwalk.pipeline.cli.CommandLineRun;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.run.FinishedTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the measuring commands ask for, print and refuse. */
class BenchCommandTest {

  private final CommandLineRun command = new CommandLineRun();

  private CommandLineRun step(String... more) {
    return command.run(
        Stream.concat(
                Stream.of("bench", "step", "--model=lenet5", "--minibatch=64"), Stream.of(more))
            .toArray(String[]::new));
  }

  private CommandLineRun ingest(String... more) {
    return command.run(
        Stream.concat(Stream.of("bench", "ingest", "--source=photos"), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void theUsualStep() {
    step("--pytorch=py");

    assertThat(command.err).isEqualTo("bench: round 1/1\n");
    assertThat(command.code).isZero();
    assertThat(command.benchmarks.step)
        .isEqualTo(
            new StepRequest(
                "lenet5",
                64,
                true,
                false,
                Optimiser.ADAM,
                null,
                "py",
                "cpu",
                new Pace(3, 0, 5, Clock.CPU)));
    assertThat(command.out.lines())
        .containsExactly(
            "lenet5, training, minibatch 64 on noise: 4.000 ms, 60,000 bytes of heap a step",
            "",
            "COMPUTED BY           IMAGES/S           CATWALK IS",
            "catwalk, oneDNN 3.11    16,000",
            "stock Deeplearning4j     1,000  16.00 times as fast",
            "PyTorch 2.13             8,000   2.00 times as fast");
  }

  @Test
  void everyOptionOfAStep() {
    step(
        "--against=none",
        "--steps=7",
        "--repeats=3",
        "--warm-up=0.5",
        "--clock=wall",
        "--inference",
        "--optimiser=nesterovs",
        "--data=idx",
        "--pytorch=py",
        "--device=reference",
        "--quiet");

    assertThat(command.err).isEmpty();
    assertThat(command.benchmarks.step)
        .isEqualTo(
            new StepRequest(
                "lenet5",
                64,
                false,
                true,
                Optimiser.NESTEROVS,
                Path.of("idx"),
                "py",
                "reference",
                new Pace(0.5, 7, 3, Clock.WALL)));
  }

  @Test
  void aDeviceThatIsNoneIsRefused() {
    assertThat(step("--device=abacus").err)
        .startsWith("catwalk: unknown device abacus; known are cpu, cuda, reference");
  }

  @Test
  void aStepAsJson() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(step("--pytorch=py", "--json").out);

    assertThat(json.get("model").asText()).isEqualTo("lenet5");
    assertThat(json.get("minibatch").asInt()).isEqualTo(64);
    assertThat(json.get("device").asText()).isEqualTo("oneDNN 3.11");
    assertThat(json.get("milliseconds").asDouble()).isEqualTo(4);
    assertThat(json.get("images_per_second").asDouble()).isEqualTo(16_000);
    assertThat(json.get("stock_images_per_second").asDouble()).isEqualTo(1_000);
    assertThat(json.get("ratio_to_stock").asDouble()).isEqualTo(16);
    assertThat(json.get("pytorch_images_per_second").asDouble()).isEqualTo(8_000);
    assertThat(json.get("ratio_to_pytorch").asDouble()).isEqualTo(2);
    assertThat(json.get("heap_bytes_per_step").asLong()).isEqualTo(60_000);
    assertThat(json.get("off_heap_growth_bytes").asLong()).isZero();
    assertThat(json.get("omp_threads").asInt()).isEqualTo(1);

    json = new ObjectMapper().readTree(step("--against=none", "--json").out);
    assertThat(json.has("stock_images_per_second")).isFalse();
    assertThat(json.has("ratio_to_stock")).isFalse();
  }

  @Test
  void ingest() {
    ingest("--size=32");

    assertThat(command.benchmarks.ingest)
        .isEqualTo(
            new IngestRequest(
                Path.of("photos"), new ImageShape(32, 32, 3), null, new Pace(3, 0, 5, Clock.CPU)));
    assertThat(command.out.lines())
        .containsExactly(
            "2,000 images of photos to 3@32×32, 2 unreadable; 1.25 of 255 from decoding in full, OpenCV's reduced decode 1.50",
            "",
            "DECODER                     IMAGES/S          CATWALK IS",
            "catwalk                        3,000",
            "OpenCV, reduced decode         2,000  1.50 times as fast",
            "Pillow 9.4                     1,500  2.00 times as fast",
            "Pillow 9.4, reduced decode     2,400  1.25 times as fast");

    ingest("--size=64", "--channels=1", "--pillow=py", "--repeats=1");
    assertThat(command.benchmarks.ingest)
        .isEqualTo(
            new IngestRequest(
                Path.of("photos"), new ImageShape(64, 64, 1), "py", new Pace(3, 0, 1, Clock.CPU)));
  }

  @Test
  void ingestAsJson() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(ingest("--size=32", "--json").out);

    assertThat(json.get("images").asInt()).isEqualTo(2_000);
    assertThat(json.get("unreadable").asInt()).isEqualTo(2);
    assertThat(json.get("images_per_second").asDouble()).isEqualTo(3_000);
    assertThat(json.get("mean_absolute_difference").asDouble()).isEqualTo(1.25);
    assertThat(json.get("ratio_to_pillow").asDouble()).isEqualTo(2);
    assertThat(json.get("ratio_to_pillow_reduced").asDouble()).isEqualTo(1.25);
  }

  private CommandLineRun round(String... more) {
    return command.run(
        Stream.concat(
                Stream.of(
                    "bench",
                    "round",
                    "--model=lenet-224",
                    "--workers=2",
                    "--minibatch=64",
                    "--frequency=50"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void rounds() {
    round("--master=local[2]", "--set=train.updater=sgd", "--rounds=7");

    assertThat(command.err).isEqualTo("bench: window 1/1\n");
    assertThat(command.code).isZero();
    assertThat(command.benchmarks.round.rounds()).isEqualTo(7);
    assertThat(command.benchmarks.round.warmUp()).isEqualTo(20);
    ExperimentConfig config = command.benchmarks.round.config();
    assertThat(config.model().name()).isEqualTo("lenet-224");
    assertThat(config.train().workers()).isEqualTo(2);
    assertThat(config.train().minibatch()).isEqualTo(64);
    assertThat(config.train().averaging().frequency()).isEqualTo(50);
    assertThat(config.train().updater()).isEqualTo(TrainingConfig.Updater.SGD);
    assertThat(config.cluster().master()).isEqualTo("local[2]");
    assertThat(command.out.lines())
        .containsExactly(
            "lenet-224, 2 workers, minibatch 64, frequency 50 on local[2]: a round takes 200.0 ms, 15.0 of them beyond training",
            "32,000 images/s, 0.94 of as many independent loops; 740,472 bytes of state each way",
            "",
            "PART                  MS",
            "schedule             6.0",
            "broadcast            1.0",
            "restore              0.5",
            "compute            185.0",
            "collect              5.5",
            "average              2.0",
            "idle, of a worker    3.0",
            "",
            "WORKERS  OVERHEAD  TIMES AS FAST  FREQUENCY FOR 5 %",
            "    100    50.0 %           50.0                800",
            "",
            "MIB, START > END           HEAP      PROCESS  BROADCASTS",
            "driver            100.0 > 101.0  10.0 > 10.0   0.5 > 0.5",
            "",
            "Average seldom.");
  }

  @Test
  void roundsAsJson() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(round("--json").out);

    assertThat(json.get("fixed_milliseconds").asDouble()).isEqualTo(15);
    assertThat(json.get("parts").get("schedule").asDouble()).isEqualTo(6);
    assertThat(json.get("ratio_to_loops").asDouble()).isEqualTo(0.94);
    assertThat(json.get("smallest_frequency").asInt()).isEqualTo(78);
    assertThat(json.get("scaling").get(0).get("speed_up").asDouble()).isEqualTo(50);
    assertThat(json.get("memory").get(0).get("broadcast_blocks_end").asInt()).isEqualTo(9);
  }

  private CommandLineRun train(String... more) {
    return command.run(
        Stream.concat(
                Stream.of(
                    "bench",
                    "train",
                    "--model=lenet5",
                    "--workers=2",
                    "--minibatch=64",
                    "--frequency=50"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void epochs() {
    train("--master=local[2]", "--images=500", "--pytorch=python3");

    TrainRequest request = command.benchmarks.train;
    assertThat(request.images()).isEqualTo(500);
    assertThat(request.repeats()).isEqualTo(5);
    assertThat(request.againstStock()).isTrue();
    assertThat(request.pytorch()).isEqualTo("python3");
    assertThat(request.config().train().averaging().frequency()).isEqualTo(50);
    assertThat(command.out.lines())
        .containsExactly(
            "lenet5, 2 workers, minibatch 64, frequency 50, adam on local[2]: 500 images an epoch of noise",
            "",
            "EPOCHS OF             IMAGES/S           CATWALK IS",
            "catwalk                 20,000",
            "2 independent loops     21,000   0.95 times as fast",
            "stock Deeplearning4j     1,000  20.00 times as fast",
            "PyTorch 2.13, DDP       16,000   1.25 times as fast");
  }

  @Test
  void epochsAlone() {
    train("--against=none");

    assertThat(command.benchmarks.train.againstStock()).isFalse();
    assertThat(command.out).doesNotContain("stock");
    train("--images=1");
    refused("--images 1: expected a whole number of at least 2");
    train("--repeats=0");
    refused("--repeats 0: expected a whole number of at least 1");
  }

  @Test
  void stagesBesideCommands() {
    command.run(
        "bench",
        "spark-ml",
        "--model=lenet5",
        "--workers=2",
        "--minibatch=64",
        "--frequency=50",
        "--images=500",
        "--set=train.epochs=4");

    assertThat(command.benchmarks.sparkMl.images()).isEqualTo(500);
    assertThat(command.benchmarks.sparkMl.repeats()).isEqualTo(3);
    assertThat(command.out.lines())
        .containsExactly(
            "lenet5, 2 workers, minibatch 64, frequency 50 on local[2]: 500 images of noise, epochs 4; parameters equal",
            "",
            "DONE BY           IMAGES/S        THE STAGE IS",
            "fit                  9,800",
            "ingest and train    10,000  0.98 times as fast",
            "transform            4,500",
            "predict              5,000  0.90 times as fast");
    command.run(
        "bench",
        "spark-ml",
        "--model=lenet5",
        "--workers=2",
        "--minibatch=64",
        "--frequency=50",
        "--images=9");
    refused("--images 9: expected a whole number of at least 100");
  }

  @Test
  void mistakes() {
    mistake("Missing command", "bench");
    mistake("unknown command stop; did you mean step or ingest?", "bench", "stop");
    mistake(
        "unknown network lenet6; known are " + String.join(", ", ModelCatalog.names()),
        "bench",
        "step",
        "--model=lenet6",
        "--minibatch=64");
    round("--rounds=0");
    refused("--rounds 0: expected a whole number of at least 1");
    round("--warm-up=-1");
    refused("--warm-up -1: expected a whole number of at least 0");
    command.run(
        "bench", "round", "--model=lenet5", "--workers=0", "--minibatch=8", "--frequency=2");
    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains("--workers 0: expected a whole number from 1 to 10000");
    assertThat(command.benchmarks.round).isNull();
    mistake(
        "unknown network lenet6; known are " + String.join(", ", ModelCatalog.names()),
        "bench",
        "round",
        "--model=lenet6",
        "--workers=2",
        "--minibatch=8",
        "--frequency=2");
    step("--repeats=0");
    refused("--repeats 0: expected a whole number of at least 1");
    step("--steps=-1");
    refused("--steps -1: expected a whole number of at least 0");
    step("--warm-up=-1");
    refused("--warm-up -1.0: expected seconds from 0 to 3600");
    ingest("--size=0");
    refused("--size 0: expected a whole number from 1 to 4096");
    ingest("--size=32", "--channels=2");
    refused("--channels 2: expected 1 or 3");
    ingest("--size=32", "--repeats=0");
    refused("--repeats 0: expected a whole number of at least 1");
    mistake(
        "--minibatch 0: expected a whole number of at least 1",
        "bench",
        "step",
        "--model=lenet5",
        "--minibatch=0");
  }

  private void mistake(String message, String... arguments) {
    command.run(arguments);
    refused(message);
  }

  private void refused(String message) {
    assertThat(command.code).isEqualTo(2);
    assertThat(command.out).isEmpty();
    assertThat(command.errLines().get(0)).isEqualTo("catwalk: " + message);
    assertThat(command.errLines().get(1)).startsWith("Try: catwalk bench");
    assertThat(command.benchmarks.step).isNull();
    assertThat(command.benchmarks.ingest).isNull();
    assertThat(command.benchmarks.round).isNull();
  }

  @Test
  void theRowsThatAreNamedAreTrainedAndTold(@TempDir Path folder) {
    command.run("bench", "accuracy", "lenet5", "pets", "-q", "--fashion-mnist=" + folder);

    assertThat(command.err).isEqualTo("noise of a library\n");
    assertThat(command.code).isZero();
    assertThat(command.jobs.config.data().source()).isEqualTo(folder.toString());
    assertThat(command.jobs.config.train().epochs()).isEqualTo(15);
    assertThat(command.jobs.options.runId()).contains("accuracy-lenet5-42");
    assertThat(command.out.lines().toList())
        .hasSize(4)
        .contains("ROW     EPOCHS   TIME  ACCURACY  AT LEAST      WHAT");
  }

  @Test
  void aRowThatWasTrainedBeforeIsTold(@TempDir Path folder) {
    command.jobs.finished.put(
        "mine-lenet5-42", new FinishedTraining("mine-lenet5-42", 0.9375, 15, 61));

    command.run("bench", "accuracy", "lenet5", "--runs=mine", "--fashion-mnist=" + folder);

    assertThat(command.code).isZero();
    assertThat(command.jobs.config).as("nothing is trained").isNull();
    assertThat(command.out).containsPattern("lenet5 +15 +1:01 min +0.9375");
  }

  @Test
  void runsThatChooseSettingsHaveNamesOfTheirOwn(@TempDir Path folder) throws IOException {
    command.jobs.finished.put(
        "mine-choosing-pets-lenet5-42",
        new FinishedTraining("mine-choosing-pets-lenet5-42", 0.625, 15, 61));
    Files.write(folder.resolve("cat.0.jpg"), new byte[0]);

    command.run(
        "bench",
        "accuracy",
        "pets-lenet5",
        "--choose-settings",
        "--runs=mine",
        "--photos=" + folder);

    assertThat(command.code).isZero();
    assertThat(command.out).containsPattern("pets-lenet5 +15 +1:01 min +0.6250");
  }

  @Test
  void anUnknownRowIsRefused() {
    command.run("bench", "accuracy", "lenet6");

    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains("unknown row lenet6; known are lenet5, fashion-cnn,");
  }

  @Test
  void everyAccuracyRowIsASoundConfiguration() {
    for (AccuracyRow row : AccuracyRows.all()) {
      List<ConfigOverride> settings =
          row.settings().stream()
              .map(s -> ConfigOverride.assignment("--set", s.replaceAll("\\{[a-z]+}", "x.tsv")))
              .toList();
      ExperimentConfig config =
          new ConfigLoader(new CatalogModels())
              .load(new ConfigSources(Map.of(), settings, true).of(row.experiment()));

      assertThat(config.train().workers()).as(row.name()).isBetween(1, 2);
    }
  }
}
