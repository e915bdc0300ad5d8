package io.catwalk.pipeline.cli;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.ingest.SourceSurvey;
import io.catwalk.pipeline.predict.PredictSummary;
import io.catwalk.pipeline.run.FinishedTraining;
import io.catwalk.pipeline.run.IngestSummary;
import io.catwalk.pipeline.run.Jobs;
import io.catwalk.pipeline.run.Jobs.EvaluationRequest;
import io.catwalk.pipeline.run.Jobs.ExplanationRequest;
import io.catwalk.pipeline.run.Jobs.ExplanationSummary;
import io.catwalk.pipeline.run.Jobs.ReportSummary;
import io.catwalk.pipeline.run.PredictionRequest;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.run.ReportRequest;
import io.catwalk.pipeline.run.RunOptions;
import io.catwalk.pipeline.run.RunSummary;
import io.catwalk.pipeline.runs.Drift;
import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.runs.Tuning;
import io.catwalk.pipeline.tune.TuneRequest;
import io.catwalk.pipeline.tune.TuneSummary;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Remembers what it was asked, makes progress, returns fixed figures or throws. */
public final class FakeJobs implements Jobs {

  String started;
  String asked;
  String stored = "data.source = photos";
  public ExperimentConfig config;
  public RunOptions options;
  public final Map<String, FinishedTraining> finished = new HashMap<>();
  Object request;
  boolean synthetic;

  /** Of what is predicted. */
  Drift drift;

  public Throwable failure;

  @Override
  public SourceSurvey survey(ExperimentConfig config) {
    start("survey", config, null, null);
    fail();
    return new SourceSurvey(
        config.data().source(),
        "folders",
        600,
        new TreeMap<>(Map.of("cat", 300L, "dog", 300L)),
        0,
        600,
        new SourceSurvey.Sides(100, 375, 500),
        0.97,
        Map.of("truncated", 2L),
        List.of("cat/7.jpg: ends early"),
        3,
        1,
        Map.of(".txt", 1L),
        List.of());
  }

  @Override
  public IngestSummary ingest(
      ExperimentConfig config, RunOptions options, ProgressListeners listeners) {
    start("ingest", config, options, null);
    DatasetManifest manifest = manifest();
    listeners.ingest().started(1100);
    listeners.ingest().advanced(550);
    fail();
    listeners.ingest().finished(manifest, false);
    return new IngestSummary(
        "pets@3f2a91",
        "file:/store/datasets/pets/3f2a91",
        manifest.classes(),
        900,
        100,
        80,
        Map.of("truncated", 15L, "not an image", 5L),
        manifest.notices().leftOut(),
        manifest.notices().warnings(),
        2,
        false,
        2.2,
        500,
        synthetic);
  }

  @Override
  public RunSummary train(
      ExperimentConfig config, RunOptions options, ProgressListeners listeners) {
    start("train", config, options, null);
    System.out.println("noise of a library");
    for (int epoch = 1; epoch <= 2; epoch++) {
      listeners.training().epochStarted(epoch, 2, 900);
      listeners.training().advanced(450, 0.75);
      fail();
      listeners
          .training()
          .epochFinished(new Epoch(epoch, 900, 1.5, 600, 0.5, 0.625, 0.875, 0.75, 0.001));
    }
    return summary(900, 2, 3);
  }

  @Override
  public TuneSummary tune(TuneRequest request, RunOptions options, ProgressListeners listeners) {
    start("tune", request.config(), options, request);
    Map<String, String> settings = Map.of("train.minibatch", "16");
    Tuning.Trial first = new Tuning.Trial(1, 9, Map.of(), 0.75, 0.75, 0.5, 8, 63, "");
    Tuning.Trial failed =
        new Tuning.Trial(2, 1, settings, null, null, null, 0, 7, "the loss exploded");
    Tuning.Trial third = new Tuning.Trial(3, 9, settings, 0.875, 0.875, 0.25, 9, 70, "");
    request.told().accept(List.of(first));
    request.told().accept(List.of(first, failed));
    fail();
    request.told().accept(List.of(first, failed, third));
    return new TuneSummary(
        "best-pets",
        "pets@3f2a91",
        "accuracy",
        100,
        2,
        3,
        1,
        settings,
        9,
        0.875,
        0.75,
        140,
        "file:/store/tunings/best-pets/best.conf",
        "file:/store/tunings/best-pets/trials.csv",
        "file:/store/tunings/best-pets/tuning.html");
  }

  @Override
  public Optional<FinishedTraining> finished(ExperimentConfig config, String runId) {
    return Optional.ofNullable(finished.get(runId));
  }

  @Override
  public String storedConfig(ExperimentConfig where, String runId) {
    asked = where.storageRoot() + " " + runId;
    return stored;
  }

  @Override
  public RunSummary evaluate(
      EvaluationRequest request,
      ExperimentConfig config,
      RunOptions options,
      ProgressListeners listeners) {
    start("evaluate", config, options, request);
    fail();
    return summary(0, 0, 0);
  }

  @Override
  public PredictSummary predict(
      PredictionRequest request,
      ExperimentConfig config,
      RunOptions options,
      ProgressListeners listeners) {
    start("predict", config, options, request);
    fail();
    return new PredictSummary(
        "lenet5",
        "file:/store/model.zip",
        "file:/store/predictions",
        "file:/store/predictions.html",
        3,
        1,
        List.of(new PredictSummary.Unreadable("c.jpg", "truncated", "ends early")),
        "file:/store/unreadable.csv",
        Map.of(".txt", 2L),
        Map.of("cat", 2L, "dog", 1L),
        List.of(new PredictSummary.Row("a.jpg", "cat", 0.9375)),
        drift,
        0.5,
        6,
        synthetic);
  }

  @Override
  public ReportSummary report(ReportRequest request, ExperimentConfig config) {
    start("report", config, null, request);
    fail();
    boolean printed = request.out().isEmpty() && request.format() != ReportRequest.Format.HTML;
    return new ReportSummary(
        "Right on 81 %",
        printed ? null : "file:/store/runs/r1/report.html",
        "the report\n".getBytes(StandardCharsets.UTF_8),
        Optional.empty(),
        0.5);
  }

  @Override
  public ExplanationSummary explain(
      ExplanationRequest request, ExperimentConfig config, RunOptions options) {
    start("explain", config, options, request);
    fail();
    Map<String, Double> probabilities = new LinkedHashMap<>();
    probabilities.put("cat", 0.25);
    probabilities.put("dog", 0.75);
    return new ExplanationSummary(
        "lenet5",
        "file:/store/model.zip",
        request.image(),
        "dog",
        request.className().orElse("dog"),
        probabilities,
        "conv2",
        List.of("file:/store/e/image.png", "file:/store/e/saliency.png"),
        synthetic);
  }

  private RunSummary summary(long trainExamples, int epochs, double trainSeconds) {
    return new RunSummary(
        "r1",
        "file:/store/runs/r1",
        "lenet5",
        "pets@3f2a91",
        0.8125,
        0.75,
        0.5,
        trainExamples,
        80,
        epochs,
        epochs,
        epochs == 0 ? null : 0.875,
        new TreeMap<>(Map.of("cat", 0.75, "dog", 0.875)),
        trainSeconds,
        trainExamples == 0 ? 0 : 600,
        75,
        "file:/store/runs/r1/metrics.json",
        "file:/store/runs/r1/report.html",
        "file:/store/runs/r1/model.zip",
        7,
        "file:/store/runs/r1/label-errors.csv",
        "c0ffee",
        synthetic);
  }

  private void start(
      String command, ExperimentConfig withConfig, RunOptions withOptions, Object withRequest) {
    started = command;
    config = withConfig;
    options = withOptions;
    request = withRequest;
  }

  private void fail() {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException("the job failed", failure);
    }
  }

  private DatasetManifest manifest() {
    return new DatasetManifest(
        1,
        "pets",
        "3f2a91",
        List.of("cat", "dog"),
        new ImageShape(32, 32, 1),
        "fit",
        Map.of("train", Map.of("cat", 450L, "dog", 450L), "test", Map.of("cat", 80L)),
        List.of(0.5),
        List.of(0.25),
        "photos",
        "folders",
        "",
        synthetic,
        Map.of(),
        DatasetManifest.Duplicates.NONE,
        Map.of(),
        "0",
        "2026-01-01T00:00:00Z",
        null,
        new SourceNotices(Map.of(".txt", 7L), List.of("mind the gap")));
  }
}
