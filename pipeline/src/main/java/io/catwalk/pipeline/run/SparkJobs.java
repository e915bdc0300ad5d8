package io.catwalk.pipeline.run;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SourceSurvey;
import io.catwalk.pipeline.ingest.Surveyor;
import io.catwalk.pipeline.predict.PredictSummary;
import io.catwalk.pipeline.run.Jobs.EvaluationRequest;
import io.catwalk.pipeline.run.Jobs.ExplanationRequest;
import io.catwalk.pipeline.run.Jobs.ExplanationSummary;
import io.catwalk.pipeline.run.Jobs.ReportSummary;
import io.catwalk.pipeline.tracking.Lineage;
import io.catwalk.pipeline.tune.TuneRequest;
import io.catwalk.pipeline.tune.TuneSummary;
import java.util.List;
import java.util.Optional;

/** The jobs, each on a Spark of its own. */
public final class SparkJobs implements Jobs {

  @Override
  public SourceSurvey survey(ExperimentConfig config) {
    try (Workbench bench = new Workbench(config, () -> "catwalk init")) {
      return new Surveyor(bench.sources()).survey(config.data());
    }
  }

  @Override
  public IngestSummary ingest(
      ExperimentConfig config, RunOptions options, ProgressListeners listeners) {
    try (Workbench bench =
            new Workbench(
                config,
                () -> "catwalk ingest " + config.data().name(),
                listeners.training()::warned);
        Lineage lineage = lineage(config, "ingest " + config.data().name(), listeners)) {
      IngestSummary summary =
          new IngestStage(bench, config).run(listeners.ingest(), options.verify());
      lineage.completed(List.of(config.data().source()), List.of(summary.uri()));
      return summary;
    }
  }

  @Override
  public RunSummary train(
      ExperimentConfig config, RunOptions options, ProgressListeners listeners) {
    String runId = runId(config, options);
    try (Workbench bench =
            new Workbench(config, () -> "catwalk train " + runId, listeners.training()::warned);
        Lineage lineage = lineage(config, "train " + config.data().name(), listeners)) {
      RunSummary summary = new TrainJob(bench, config, runId, options).run(listeners);
      lineage.completed(List.of(config.data().source()), List.of(summary.run()));
      return summary;
    }
  }

  @Override
  public TuneSummary tune(TuneRequest request, RunOptions options, ProgressListeners listeners) {
    String id = options.idOr("tune-" + request.config().model().name());
    try (Workbench bench =
        new Workbench(request.config(), () -> "catwalk tune " + id, listeners.training()::warned)) {
      return new TuneJob(bench, request, id, options).run(listeners);
    }
  }

  @Override
  public Optional<FinishedTraining> finished(ExperimentConfig config, String runId) {
    try (Workbench bench = new Workbench(config, () -> "catwalk")) {
      return FinishedTraining.find(bench.store(), config, runId);
    }
  }

  @Override
  public String storedConfig(ExperimentConfig where, String runId) {
    try (Workbench bench = new Workbench(where, () -> "catwalk")) {
      return StoredTraining.read(bench.store(), runId).config();
    }
  }

  @Override
  public RunSummary evaluate(
      EvaluationRequest request,
      ExperimentConfig config,
      RunOptions options,
      ProgressListeners listeners) {
    try (Workbench bench =
            new Workbench(config, () -> "catwalk evaluate", listeners.training()::warned);
        Lineage lineage = lineage(config, "evaluate", listeners)) {
      RunSummary summary = new EvaluateJob(bench, config, options).run(request);
      lineage.completed(List.of(summary.modelFile()), List.of(summary.run()));
      return summary;
    }
  }

  @Override
  public ReportSummary report(ReportRequest request, ExperimentConfig config) {
    try (Workbench bench = new Workbench(config, () -> "catwalk report")) {
      return new ReportJob(bench).run(request);
    }
  }

  @Override
  public PredictSummary predict(
      PredictionRequest request,
      ExperimentConfig config,
      RunOptions options,
      ProgressListeners listeners) {
    try (Workbench bench =
        new Workbench(config, () -> "catwalk predict", listeners.training()::warned)) {
      return new PredictJob(bench, config, options).run(request);
    }
  }

  @Override
  public ExplanationSummary explain(
      ExplanationRequest request, ExperimentConfig config, RunOptions options) {
    try (Workbench bench = new Workbench(config, () -> "catwalk explain")) {
      return new ExplainJob(bench, config, options).run(request);
    }
  }

  private static Lineage lineage(ExperimentConfig config, String job, ProgressListeners listeners) {
    return Lineage.of(config.tracking(), job, listeners.training()::warned);
  }

  private static String runId(ExperimentConfig config, RunOptions options) {
    return options.idOr(config.model().name());
  }
}
