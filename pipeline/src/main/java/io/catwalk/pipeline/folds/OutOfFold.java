package io.catwalk.pipeline.folds;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.evaluate.Evaluator;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HeldLock;
import io.catwalk.pipeline.storage.StagedFolder;
import io.catwalk.pipeline.train.Checkpoints;
import io.catwalk.pipeline.train.StartingPoint;
import io.catwalk.pipeline.train.Trainer;
import io.catwalk.pipeline.train.TrainingListener;
import io.catwalk.pipeline.train.TrainingResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Trains a network a fold, on all training examples but the fold's, and lets it judge the fold.
 * What is said of a fold is kept beside the run's checkpoints as soon as it is whole, and each
 * network has checkpoints of its own, so that an interrupted training goes on where it was.
 *
 * @param config of the run's own training, which holds for the folds' too
 * @param listener hears which fold is under way, and of what is wrong
 */
public record OutOfFold(
    SparkSession spark, ArtifactStore store, ExperimentConfig config, TrainingListener listener) {

  private static final String PREDICTIONS = "predictions.parquet";
  private static final String FINGERPRINT = "fingerprint.json";

  /**
   * What is known of the run.
   *
   * @param folder of its checkpoints
   * @param fingerprint of its training
   * @param lock that this process holds
   */
  public record Begun(String folder, TrainingFingerprint fingerprint, HeldLock lock) {

    private String of(int fold, int folds) {
      return folder + "/folds-" + folds + "/" + (fold + 1);
    }

    private TrainingFingerprint fingerprint(int fold, int folds) {
      Map<String, String> values = new TreeMap<>(fingerprint.values());
      values.put("fold", (fold + 1) + " of " + folds);
      return TrainingFingerprint.of(values);
    }
  }

  /**
   * Judges every training example; returns when all that is said of them lies beside the
   * checkpoints.
   *
   * @return how many networks were trained for it; the others' judgement was there already
   * @throws CatwalkException (data) when a fold holds all examples of a class; as {@link
   *     Trainer#train} and {@link Evaluator#predict}
   */
  public int train(StoredDataset dataset, StartingPoint start, Begun run, StopSignal stop) {
    Folds folds = new Folds(config.folds());
    List<Map<String, Long>> counts = folds.counts(spark, dataset);
    Folds.requireOthers(dataset, counts);
    int trained = 0;
    for (int fold = 0; fold < folds.count(); fold++) {
      FoldedDataset judged = FoldedDataset.only(dataset, folds, fold, counts);
      if (judged.manifest().count(Split.TRAIN) > 0 && !isThere(run, fold)) {
        FoldedDataset others = FoldedDataset.without(dataset, folds, fold, counts);
        listener.foldStarted(fold + 1, folds.count(), others.manifest().count(Split.TRAIN));
        judge(judged, train(others, start, run, fold, stop), run, fold);
        trained++;
      }
    }
    return trained;
  }

  /** What another training said of it counts for nothing. */
  private boolean isThere(Begun run, int fold) {
    String folder = run.of(fold, config.folds());
    String file = folder + "/" + FINGERPRINT;
    if (store.exists(file)) {
      TrainingFingerprint stored =
          Json.read(store.read(file), TrainingFingerprint.class, store.resolve(file).toString());
      if (run.fingerprint(fold, config.folds()).differences(stored).isEmpty()) {
        return true;
      }
    }
    store.delete(folder);
    return false;
  }

  private TrainingResult train(
      FoldedDataset others, StartingPoint start, Begun run, int fold, StopSignal stop) {
    Warnings warnings = new Warnings(listener);
    try (Checkpoints checkpoints =
        new Checkpoints(
            store,
            checkpoints(run, fold),
            config.train().checkpoint(),
            run.fingerprint(fold, config.folds()),
            warnings,
            run.lock())) {
      checkpoints.find();
      return new Trainer(spark, config.train(), warnings).train(others, start, checkpoints, stop);
    }
  }

  private String checkpoints(Begun run, int fold) {
    return run.of(fold, config.folds()) + "-training";
  }

  private void judge(FoldedDataset judged, TrainingResult training, Begun run, int fold) {
    String folder = run.of(fold, config.folds());
    try (StagedFolder staged = store.stage(folder)) {
      new Evaluator(spark, store, config.evaluate())
          .predict(
              training.model(),
              judged,
              Split.TRAIN,
              store.resolve(staged.path() + "/" + PREDICTIONS));
      staged.write(FINGERPRINT, Json.write(run.fingerprint(fold, config.folds())));
      staged.publish(run.lock());
    }
    store.delete(checkpoints(run, fold));
  }

  /** Puts together in a run's folder what was said of all folds. */
  public void collect(Begun begun, StagedFolder run) {
    for (int fold = 0; fold < config.folds(); fold++) {
      String folder = begun.of(fold, config.folds()) + "/" + PREDICTIONS;
      for (String file : store.list(folder)) {
        if (file.startsWith("part-")) {
          run.write(
              String.format(
                  Locale.ROOT,
                  "%s/part-fold%03d-%s",
                  RunPaths.OUT_OF_FOLD_PREDICTIONS,
                  fold + 1,
                  file.substring("part-".length())),
              store.read(folder + "/" + file));
        }
      }
    }
  }

  /** Epochs of a fold's network are none of the run's. */
  private record Warnings(TrainingListener next) implements TrainingListener {
    @Override
    public void warned(String message) {
      next.warned(message);
    }
  }
}
