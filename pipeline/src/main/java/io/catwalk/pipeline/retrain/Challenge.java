package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.RetrainConfig;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.drift.DriftMeter;
import io.catwalk.pipeline.evaluate.ModelTrial;
import io.catwalk.pipeline.export.OnnxTwin;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.registry.Blessing;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.report.Reports;
import io.catwalk.pipeline.run.EvaluateJob;
import io.catwalk.pipeline.run.Jobs.EvaluationRequest;
import io.catwalk.pipeline.run.ModelReference;
import io.catwalk.pipeline.run.ReportJob;
import io.catwalk.pipeline.run.ReportRequest;
import io.catwalk.pipeline.run.RunOptions;
import io.catwalk.pipeline.run.TrainJob;
import io.catwalk.pipeline.run.Workbench;
import io.catwalk.pipeline.runs.Drift;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Challenger and champion on the same holdout. */
final class Challenge {

  private static final int TRIED = 100;
  private static final int DIGITS = 8;
  private static final List<String> COPIED =
      List.of(
          VersionManifest.MODEL,
          RunPaths.RUN,
          RunPaths.CONFIGURATION,
          RunPaths.DATASET,
          RunPaths.HISTORY);

  private final Workbench bench;
  private final ExperimentConfig config;
  private final Registry registry;
  private final StoredDataset holdout;
  private final Consumer<String> say;
  private final ArtifactStore store;

  /**
   * @param say hears what could not be measured
   */
  Challenge(
      Workbench bench,
      ExperimentConfig config,
      Registry registry,
      StoredDataset holdout,
      Consumer<String> say) {
    this.bench = bench;
    this.config = config;
    this.registry = registry;
    this.holdout = holdout;
    this.say = say;
    this.store = bench.store();
  }

  /**
   * @param blessing the verdict
   * @param judgedBy id of the run that holds the challenger's predictions of the holdout
   * @param report full URI of the comparison; null where it could not be made
   * @param drift of the new images beside the champion's; empty where there are none
   * @param files what a version of the registry consists of, by name
   */
  record Verdict(
      Blessing blessing,
      String judgedBy,
      String report,
      Optional<Drift> drift,
      Map<String, byte[]> files) {}

  /**
   * @param run id of the challenger's, on this dataset
   */
  Verdict judge(String run, StoredDataset dataset, Optional<Champion> champion) {
    String reference = Situation.reference(holdout);
    String judged =
        Situation.reference(dataset).equals(reference)
            ? run
            : evaluated(on(run), request(new ModelReference.OfRun(run)));
    Optional<String> against = champion.map(c -> championsRun(c, reference));
    Optional<Judge.Rival> rival =
        champion.map(
            c ->
                new Judge.Rival(
                    c.version(), Reports.compare(place(judged), place(against.orElseThrow()))));
    byte[] file = store.read(path(run) + "/" + VersionManifest.MODEL);
    TrainedModel model = ModelArchive.read(file, uri(run, VersionManifest.MODEL));
    Blessing blessing =
        new Judge(config.retrain().blessing())
            .judge(
                new Judge.Evidence(
                    run, rival, reference, metrics(judged), trial(model), file.length));
    Optional<Drift> drift = champion.flatMap(c -> drift(c, dataset));
    drift.ifPresent(d -> store.write(path(judged) + "/" + RunPaths.DRIFT, Json.write(d)));
    Map<String, byte[]> files = files(run, judged, blessing);
    drift.ifPresent(d -> files.put(RunPaths.DRIFT, Json.write(d)));
    if (blessing.blessed() && config.retrain().exports().contains(RetrainConfig.Export.ONNX)) {
      onnx(model, files).ifPresent(twin -> files.put(OnnxTwin.FILE, twin));
    }
    return new Verdict(blessing, judged, report(judged, against), drift, files);
  }

  /** What cannot be measured is told: the verdict stands without it. */
  private Optional<Drift> drift(Champion champion, StoredDataset dataset) {
    try {
      String file =
          Registry.folder(registry.name()) + "/" + champion.version() + "/" + VersionManifest.MODEL;
      TrainedModel model = ModelArchive.read(store.read(file), store.resolve(file).toString());
      return new DriftMeter(bench.spark(), config.evaluate(), config.train().seed())
          .measure(
              new DriftMeter.Reference(
                  champion.version(), model, bench.datasets().open(champion.dataset())),
              dataset);
    } catch (CatwalkException e) {
      if (e.exitCode() != ExitCode.DATA) {
        throw e;
      }
      say.accept("the drift of the new images is not measured: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** What serves may follow by another way; the champion is not kept waiting for it. */
  private Optional<byte[]> onnx(TrainedModel model, Map<String, byte[]> files) {
    try {
      return Optional.of(OnnxTwin.of(model, Optional.of(files.get(RunPaths.RUN))).bytes());
    } catch (CatwalkException e) {
      say.accept("registry.export = [onnx]: no " + OnnxTwin.FILE + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Map<String, byte[]> files(String run, String judged, Blessing blessing) {
    Map<String, byte[]> files = new TreeMap<>();
    for (String file : COPIED) {
      if (store.exists(path(run) + "/" + file)) {
        files.put(file, store.read(path(run) + "/" + file));
      }
    }
    files.put(RunPaths.METRICS, store.read(path(judged) + "/" + RunPaths.METRICS));
    files.put(VersionManifest.BLESSING, Json.write(blessing));
    return files;
  }

  /** The champion's predictions of this holdout are made once, in the challenger's way. */
  private String championsRun(Champion champion, String reference) {
    VersionManifest.Origin origin = registry.version(champion.version()).origin();
    if (reference.equals(origin.holdout())
        && TrainJob.finished(store, origin.judgedBy())
        && metrics(origin.judgedBy()).testTimeFlip() == flips()) {
      return origin.judgedBy();
    }
    return evaluated(
        on(registry.name() + "-" + champion.version()),
        request(new ModelReference.Named(champion.modelFile())));
  }

  private EvaluationRequest request(ModelReference model) {
    return new EvaluationRequest(model, Optional.of(Situation.reference(holdout)));
  }

  private String evaluated(String run, EvaluationRequest request) {
    if (!TrainJob.finished(store, run)) {
      new EvaluateJob(bench, config, new RunOptions(run)).run(request);
    }
    return run;
  }

  private boolean flips() {
    return config.evaluate().testTimeFlip();
  }

  private String on(String what) {
    String judged = what + "-on-" + holdout.manifest().version().substring(0, DIGITS);
    return flips() ? judged + "-flipped" : judged;
  }

  private ModelTrial trial(TrainedModel model) {
    return ModelTrial.of(model, holdout.examples(bench.spark(), Split.TEST).take(TRIED));
  }

  private EvaluationResult metrics(String run) {
    String file = path(run) + "/" + RunPaths.METRICS;
    return Json.read(store.read(file), EvaluationResult.class, store.resolve(file).toString());
  }

  private String report(String run, Optional<String> against) {
    if (against.isEmpty()) {
      return store.resolve(path(run) + "/" + RunPaths.REPORT).toString();
    }
    try {
      return new ReportJob(bench)
          .run(
              new ReportRequest(
                  new ReportRequest.Run(run, against), ReportRequest.Format.HTML, Optional.empty()))
          .report();
    } catch (CatwalkException e) {
      // A page can be made again at any time; the verdict stands without it.
      return null;
    }
  }

  private Reports.Place place(String run) {
    return new Reports.Place(store, path(run), store.resolve(path(run)).toString());
  }

  private String uri(String run, String file) {
    return store.resolve(path(run) + "/" + file).toString();
  }

  private static String path(String run) {
    return "runs/" + run;
  }
}
