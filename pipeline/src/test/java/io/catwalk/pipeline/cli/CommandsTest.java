package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.config.StartConfig;
import io.catwalk.pipeline.run.Jobs.EvaluationRequest;
import io.catwalk.pipeline.run.Jobs.ExplanationRequest;
import io.catwalk.pipeline.run.ModelReference;
import io.catwalk.pipeline.run.PredictionRequest;
import io.catwalk.pipeline.run.PredictionRequest.Format;
import io.catwalk.pipeline.run.ReportRequest;
import io.catwalk.pipeline.runs.Drift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each command asks for and prints. */
class CommandsTest {

  private final CommandLineRun command = new CommandLineRun();

  @Test
  void trainLenetNeedsNoArgument() {
    command.run("train-lenet");

    assertThat(command.code).isZero();
    assertThat(command.jobs.started).isEqualTo("train");
    assertThat(command.jobs.config.data().name()).isEqualTo("fashion-mnist");
    assertThat(command.jobs.options.runId()).isEmpty();
  }

  @Test
  void optionsReachTheJob() {
    command.run(
        "train-lenet",
        "--config=lenet-cats-vs-dogs",
        "--set",
        "train.epochs=3",
        "-Dtrain.workers=5",
        "--master",
        "yarn",
        "--storage",
        "hdfs://nn:9000/c",
        "--run-id",
        "mine-1");

    assertThat(command.err).doesNotContain("catwalk:");
    assertThat(command.jobs.config.data().name()).isEqualTo("cats-vs-dogs");
    assertThat(command.jobs.config.train().epochs()).isEqualTo(3);
    assertThat(command.jobs.config.train().workers()).isEqualTo(5);
    assertThat(command.jobs.config.cluster().master()).isEqualTo("yarn");
    assertThat(command.jobs.config.storageRoot()).isEqualTo("hdfs://nn:9000/c");
    assertThat(command.jobs.options.runId()).contains("mine-1");
  }

  @Test
  void resumingTakesTheStoredSettingsAndWhatMayDiffer() {
    command.jobs.stored =
        "storage.root = old, train.epochs = 9, data.source = photos, cluster.master = yarn";
    command.run(
        "train", "--resume", "r7", "--storage", "hdfs://nn:9000/c", "--set", "train.workers=3");

    assertThat(command.err).doesNotContain("catwalk:");
    assertThat(command.jobs.asked).isEqualTo("hdfs://nn:9000/c r7");
    assertThat(command.jobs.options.runId()).contains("r7");
    assertThat(command.jobs.options.resume()).isTrue();
    assertThat(command.jobs.config.train().epochs()).isEqualTo(9);
    assertThat(command.jobs.config.train().workers()).isEqualTo(3);
    assertThat(command.jobs.config.cluster().master()).isEqualTo("yarn");
    assertThat(command.jobs.config.storageRoot()).isEqualTo("hdfs://nn:9000/c");
  }

  @Test
  void resumingWithAnExperimentTakesThat() {
    command.run("train-lenet", "--resume", "r7", "--config", "lenet-cats-vs-dogs");

    assertThat(command.jobs.asked).isNull();
    assertThat(command.jobs.config.data().name()).isEqualTo("cats-vs-dogs");
    assertThat(command.jobs.options.resume()).isTrue();

    command.run("train", "--resume", "r7", "--run-id", "r8");
    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains("catwalk: --resume r7 and --run-id r8: name one run");
  }

  @Test
  void stdoutHoldsTheHeadlineAlone() {
    command.run("train-lenet");

    assertThat(command.out.lines())
        .containsExactly(
            "accuracy     0.8125, macro F1 0.7500, log loss 0.5000 on 80 test images",
            "classes      recognised: cat 0.75, dog 0.88",
            "best epoch   2 of 2, validation accuracy 0.8750",
            "model        lenet5, trained on 900 images, 2 epochs in 3.0 s (600 images/s)",
            "dataset      pets@3f2a91",
            "label errors 7 probable ones, in file:/store/runs/r1/label-errors.csv",
            "time         1:15 min in all",
            "run          file:/store/runs/r1",
            "metrics      file:/store/runs/r1/metrics.json",
            "model file   file:/store/runs/r1/model.zip",
            "report       file:/store/runs/r1/report.html");
    assertThat(command.err).contains("noise of a library");
  }

  @Test
  void aReportIsMadeWhereItBelongsAndTheLastLineSaysWhere() {
    command.run("report", "--run", "r1", "--baseline", "r0", "--out", "x.html");

    assertThat(command.code).isZero();
    assertThat(command.jobs.request)
        .isEqualTo(
            new ReportRequest(
                new ReportRequest.Run("r1", Optional.of("r0")),
                ReportRequest.Format.HTML,
                Optional.of("x.html")));
    assertThat(command.out.lines())
        .containsExactly(
            "verdict      Right on 81 %",
            "size         1 KiB, made in 0.5 s", "report       file:/store/runs/r1/report.html");
  }

  @Test
  void aReportForAMailGoesToStdout() {
    command.run("report", "--run", "r1", "--format", "markdown");

    assertThat(command.out).isEqualTo("the report\n");
  }

  @Test
  void anIndexListsTheRunsOfOneNetwork() {
    command.run("report", "--all", "--model", "lenet5");

    assertThat(command.jobs.request)
        .isEqualTo(
            new ReportRequest(
                new ReportRequest.AllRuns("lenet5"), ReportRequest.Format.HTML, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "report --all, --all needs --model NAME",
    "report --run r1 --model lenet5, --model goes with --all alone",
    "report --all --model lenet5 --baseline r0, --baseline goes with --run alone",
    "report --run r1 --format json --open, --open shows HTML alone",
    "report --run r1 --format pdf, --format"
  })
  void whatDoesNotGoTogetherIsTold(String line, String message) {
    command.run(line.split(" "));

    assertThat(command.code).isEqualTo(2);
    assertThat(command.errLines().get(0)).startsWith("catwalk: ").contains(message);
    assertThat(command.jobs.started).isNull();
  }

  @Test
  void jsonIsOneObjectWithWhatScriptsRelyOn() throws JsonProcessingException {
    command.run("train-lenet", "--json");

    JsonNode json = new ObjectMapper().readTree(command.out);
    assertThat(json.get("run_id").asText()).isEqualTo("r1");
    assertThat(json.get("run").asText()).isEqualTo("file:/store/runs/r1");
    assertThat(json.get("model").asText()).isEqualTo("lenet5");
    assertThat(json.get("dataset").asText()).isEqualTo("pets@3f2a91");
    assertThat(json.get("accuracy").asDouble()).isEqualTo(0.8125);
    assertThat(json.get("macro_f1").asDouble()).isEqualTo(0.75);
    assertThat(json.get("train_examples").asLong()).isEqualTo(900);
    assertThat(json.get("test_examples").asLong()).isEqualTo(80);
    assertThat(json.get("train_seconds").asDouble()).isEqualTo(3);
    assertThat(json.get("images_per_second").asDouble()).isEqualTo(600);
    assertThat(json.get("synthetic").asBoolean()).isFalse();
    assertThat(command.err).contains("epoch 2/2");
  }

  @Test
  void syntheticImagesAreNamedFirst() {
    command.jobs.synthetic = true;

    assertThat(command.run("train-lenet").out).startsWith("SYNTHETIC: the images were drawn");
    assertThat(command.run("ingest", "--set", "data.source=x").out).startsWith("SYNTHETIC: ");
    assertThat(command.run("predict", "--run", "r1", "--images", "x").out)
        .startsWith("SYNTHETIC: the model was trained on drawn images");
    assertThat(command.run("train-lenet", "--json").out).contains("\"synthetic\" : true");
  }

  @Test
  void ingest() {
    command.run("ingest", "--set", "data.source=photos");

    assertThat(command.code).isZero();
    assertThat(command.out.lines())
        .containsExactly(
            "dataset      pets@3f2a91",
            "images       900 to train, 100 to validate, 80 to test",
            "classes      2: cat, dog",
            "quarantined  20 (not an image 5, truncated 15)",
            "left out     7 (.txt 7)",
            "duplicates   2 images",
            "time         2.2 s (500 images/s)",
            "stored in    file:/store/datasets/pets/3f2a91");
    assertThat(command.errLines())
        .containsExactly(
            "ingest: reading 1,100 images",
            "ingest: dataset pets@3f2a91: 900 to train, 0 to validate, 80 to test",
            "ingest: left out 7 files that are no images of it: .txt 7",
            "catwalk: warning: mind the gap");
  }

  @Test
  void evaluate() {
    command.run("evaluate", "--run", "r0", "--dataset", "pets");

    assertThat(command.code).isZero();
    assertThat(command.jobs.request)
        .isEqualTo(new EvaluationRequest(new ModelReference.OfRun("r0"), Optional.of("pets")));
    assertThat(command.out).contains("accuracy     0.8125").doesNotContain("trained on");

    command.run("evaluate", "--model", "m.zip");
    assertThat(command.jobs.request)
        .isEqualTo(new EvaluationRequest(new ModelReference.Named("m.zip"), Optional.empty()));
  }

  @Test
  void predict() {
    command.run("predict", "--model", "m.zip", "--images", "new/*.jpg", "--out", "o", "--show=1");

    assertThat(command.code).isZero();
    assertThat(command.jobs.request)
        .isEqualTo(
            new PredictionRequest(
                new ModelReference.Named("m.zip"),
                "new/*.jpg",
                Format.PARQUET,
                Optional.of("o"),
                1,
                PredictionRequest.ALWAYS,
                false,
                OptionalInt.empty()));
    assertThat(command.out.lines())
        .containsExactly(
            "IMAGE  PREDICTED  PROBABILITY",
            "a.jpg  cat             0.9375",
            "",
            "images       3 scored, 1 unreadable, in 0.5 s (6 images/s)",
            "predicted    cat 2, dog 1",
            "unreadable   c.jpg: truncated (ends early)",
            "left out     2 (.txt 2)",
            "model        lenet5, file:/store/model.zip",
            "page         file:/store/predictions.html",
            "stored in    file:/store/predictions");

    command.run("predict", "--run", "r1", "--images", "x", "--format", "csv", "--json");
    assertThat(command.jobs.request)
        .isEqualTo(
            new PredictionRequest(
                new ModelReference.OfRun("r1"),
                "x",
                Format.CSV,
                Optional.empty(),
                10,
                PredictionRequest.ALWAYS,
                false,
                OptionalInt.empty()));
    assertThat(command.out).contains("\"path\" : \"c.jpg\"", "\"reason\" : \"truncated\"");
  }

  @Test
  void predictTellsWhatIsNewAndFar() {
    command.run("predict", "--run", "r1", "--images", "x", "--since", "2026-11-28T22:00:00Z");
    assertThat(command.jobs.request)
        .isEqualTo(
            new PredictionRequest(
                new ModelReference.OfRun("r1"),
                "x",
                Format.PARQUET,
                Optional.empty(),
                10,
                Instant.parse("2026-11-28T22:00:00Z"),
                false,
                OptionalInt.empty()));

    command.run("predict", "--run", "r1", "--images", "x", "--since", "Monday");
    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains("'Monday' is no time; expected one as 2026-11-28");
    command.run("predict", "--run", "r1", "--images", "x", "--drift-limit=0");
    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains("--drift-limit 0.0: expected a number above 0");
  }

  @Test
  void predictAddsToATableInBatches() {
    command.run("predict", "--run", "r1", "--images", "x", "--out=o", "--append");
    assertThat(((PredictionRequest) command.jobs.request).batch())
        .isEqualTo(OptionalInt.of(20_000));
    command.run("predict", "--run", "r1", "--images", "x", "--out=o", "--append", "--batch=7");
    assertThat(((PredictionRequest) command.jobs.request).batch()).isEqualTo(OptionalInt.of(7));

    command.run("predict", "--run", "r1", "--images", "x", "--out=o", "--batch=7");
    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains("--batch 7: expected --append with it");
    command.run("predict", "--run", "r1", "--images", "x", "--out=o", "--append", "--batch=0");
    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains("--batch 0: expected a whole number of at least 1");
    command.run("predict", "--run", "r1", "--images", "x", "--out=o", "--append", "--format=csv");
    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains("--append: expected --format parquet, which can grow");
    command.run("predict", "--run", "r1", "--images", "x", "--append");
    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).contains("--append: expected --out, the table that grows");
  }

  @Test
  void predictEndsWithAnotherCodeWhereImagesAreFarAway() {
    Drift.Side side = new Drift.Side("images", 40, 0, null);
    Drift.Measure brightness =
        new Drift.Measure(
            "brightness",
            "Brightness",
            0.25,
            "statistic",
            0.1,
            0.001,
            "test",
            Drift.MOVED,
            side,
            side,
            List.of());
    command.jobs.drift = new Drift(1, "r1", "pets@1", "x", 40, List.of(brightness), List.of());
    String[] words = {"predict", "--run", "r1", "--images", "x", "--drift-limit=0.25"};

    command.run(words);
    assertThat(command.code).isEqualTo(3);
    assertThat(command.err)
        .contains(
            "The images have drifted: brightness 0.250, expected below --drift-limit 0.25; the predictions are stored all the same");
    assertThat(command.out)
        .contains("drift        40 new images beside the data of r1: moved: brightness")
        .contains("stored in    file:/store/predictions");
    assertThat(((PredictionRequest) command.jobs.request).drift()).isTrue();
    words[5] = "--drift-limit=0.26";
    assertThat(command.run(words).code).isZero();
  }

  @Test
  void configPrintsAFileThatSaysTheSame(@TempDir Path folder) throws IOException {
    command.run("config", "--config", "lenet-fashion-mnist", "--set", "train.epochs=2");
    String printed = command.out;
    Path file = Files.writeString(folder.resolve("printed.conf"), printed);

    assertThat(printed).contains("epochs=2").contains("\"T-shirt/top\"");
    assertThat(command.run("config", "--config", file.toString()).out).isEqualTo(printed);
    assertThat(command.jobs.started).isNull();
  }

  @Test
  void configAsJson() throws JsonProcessingException {
    command.run("config", "--json", "--set", "data.classes=cat,dog");

    JsonNode json = new ObjectMapper().readTree(command.out);
    assertThat(json.at("/train/epochs").asInt()).isEqualTo(5);
    assertThat(json.at("/data/classes/1").asText()).isEqualTo("dog");
  }

  @Test
  void anImageIsExplained() throws JsonProcessingException {
    command.run("explain", "--run", "r1", "--image", "a.jpg", "--layer", "conv1", "--class", "cat");

    assertThat(command.jobs.request)
        .isEqualTo(
            new ExplanationRequest(
                new ModelReference.OfRun("r1"),
                "a.jpg",
                Optional.of("conv1"),
                Optional.of("cat"),
                Optional.empty()));
    assertThat(command.out)
        .isEqualTo(
            """
            predicted    dog (0.7500)
            explained    cat (0.2500)
            model        lenet5, file:/store/model.zip
            picture      file:/store/e/image.png
            picture      file:/store/e/saliency.png
            """);
    JsonNode json =
        new ObjectMapper()
            .readTree(command.run("explain", "--model", "m.zip", "--image", "a", "--json").out);
    assertThat(json.at("/probabilities/dog").asDouble()).isEqualTo(0.75);
  }

  @Test
  void trainingStartsFromAStoredNetwork() {
    command.run(
        "train",
        "--set",
        "data.source=x",
        "--from",
        "r0",
        "--freeze-until",
        "pool2",
        "--set",
        "model.classes=3");

    assertThat(command.jobs.config.model().start()).isEqualTo(new StartConfig("r0", "pool2"));
    assertThat(command.jobs.config.model().classes()).isEqualTo(3);
  }

  @Test
  void aNetworkOfAnExperimentIsShownByLayers(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            Files.createTempFile(folder, "mine", ".conf"),
            """
            data.shape { height = 20, width = 16, channels = 3 }
            model.layers = [ { conv { filters = 4, kernel = 5 } }, { dense { units = 8 } } ]
            """);

    command.run("models", "--config", file.toString(), "--classes", "3");

    assertThat(command.out)
        .startsWith("custom: A network of an experiment's own\ninput 3@20×16, 3 classes\n")
        .containsPattern("\n +0 +conv1 +Convolution +4@16×12 +304\n")
        .endsWith("6,483 parameters\n");
  }

  @Test
  void modelsAreListed() throws JsonProcessingException {
    command.run("models");
    assertThat(command.out.lines().findFirst())
        .hasValueSatisfying(
            heads -> assertThat(heads).matches("MODEL +INPUT +PARAMETERS +DESCRIPTION"));
    assertThat(command.out).containsPattern("lenet5 +1@32×32 +61,706 +LeNet-5");

    JsonNode json = new ObjectMapper().readTree(command.run("models", "--json").out);
    assertThat(json.at("/0/name").asText()).isEqualTo("lenet5");
    assertThat(json.at("/0/parameters").asLong()).isEqualTo(61706);
  }

  @Test
  void aModelIsShownByLayers() {
    command.run("models", "lenet5", "--classes", "2");

    assertThat(command.out)
        .contains("input 1@32×32, 2 classes")
        .containsPattern("\n +0 +conv1 +Convolution +6@28×28 +156\n")
        .containsPattern("\n +6 +output +Output +2 +170\n")
        .endsWith("61,026 parameters\n");
  }

  @Test
  void syntheticImagesAreDrawn() {
    command.run("synthetic", "--out", "d", "--classes", "a,b", "--images", "10", "--seed", "7");
    assertThat(command.drawn).isEqualTo("d [a, b] 10 7");
    assertThat(command.out).isEqualTo("drew 10 synthetic images each of a, b\n");

    command.run("synthetic", "--out", "d", "--classes", "3");
    assertThat(command.drawn).isEqualTo("d [class-1, class-2, class-3] 100 42");
  }
}
