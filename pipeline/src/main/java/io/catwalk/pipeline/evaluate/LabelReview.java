package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.explain.Thumbnail;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.ConfidentLearning;
import io.catwalk.pipeline.runs.ConfidentLearning.Candidate;
import io.catwalk.pipeline.runs.LabelErrorTable;
import io.catwalk.pipeline.runs.LabelErrors;
import io.catwalk.pipeline.runs.LabelErrors.Part;
import io.catwalk.pipeline.runs.LabelErrors.Pictured;
import io.catwalk.pipeline.runs.LabelErrors.Suspect;
import io.catwalk.pipeline.runs.LabelledScores;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.runs.StoredPredictions;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.StagedFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for images whose labels are probably wrong, in what networks said of images that they had
 * not learned from, and writes {@code label-errors.csv} and {@code label-errors.json} into the
 * run's folder.
 *
 * <p>Each part of the dataset is looked through by itself, since other networks judged it, so that
 * the driver holds the predictions of one at a time.
 */
public final class LabelReview {

  private static final Logger LOG = LoggerFactory.getLogger(LabelReview.class);

  private final SparkSession spark;
  private final ArtifactStore store;
  private final StagedFolder run;

  /**
   * @param run holds the predictions, and is not published here
   */
  public LabelReview(SparkSession spark, ArtifactStore store, StagedFolder run) {
    this.spark = spark;
    this.store = store;
    this.run = run;
  }

  /**
   * Predictions of one part of the dataset.
   *
   * @param folds networks that made them; 0 where the run's own did
   * @param table their name in the run's folder
   */
  public record Judged(Split split, int folds, String table) {

    /** The test split, as every evaluation judges it. */
    public static final Judged TEST = new Judged(Split.TEST, 0, RunPaths.PREDICTIONS);
  }

  /**
   * After a training: of the test split, which is judged already, of the validation split, and of
   * the training split where folds were judged.
   *
   * @param folds whose predictions lie in the run's folder; 0 for none
   * @throws io.catwalk.pipeline.CatwalkException as {@link Evaluator#evaluate}
   */
  public LabelErrors ofTraining(
      Evaluator evaluator, TrainedModel model, StoredDataset dataset, int folds) {
    List<Judged> judged = new ArrayList<>(List.of(Judged.TEST));
    boolean validates = dataset.manifest().count(Split.VALIDATION) > 0;
    if (validates && !evaluator.hasRoom(dataset, Split.VALIDATION)) {
      LOG.warn(
          "The validation split is not looked through for label errors: the driver's heap is too small for its predictions");
    } else if (validates) {
      String table = RunPaths.VALIDATION_PREDICTIONS;
      evaluator.predict(model, dataset, Split.VALIDATION, store.resolve(run.path() + "/" + table));
      judged.add(new Judged(Split.VALIDATION, 0, table));
    }
    if (folds > 0) {
      judged.add(new Judged(Split.TRAIN, folds, RunPaths.OUT_OF_FOLD_PREDICTIONS));
    }
    return write(dataset, model.card().classes(), judged);
  }

  /**
   * @param classes names in the order of the predictions' labels
   * @throws io.catwalk.pipeline.CatwalkException (data) when predictions are missing or damaged
   */
  public LabelErrors write(StoredDataset dataset, List<String> classes, List<Judged> judged) {
    List<Part> parts = new ArrayList<>();
    List<Suspect> suspects = new ArrayList<>();
    for (Judged part : judged) {
      parts.add(review(part, classes, suspects));
    }
    suspects.sort(
        Comparator.<Suspect>comparingDouble(each -> -each.score())
            .thenComparing(Suspect::split)
            .thenComparing(Suspect::path));
    run.write(RunPaths.LABEL_ERROR_TABLE, out -> LabelErrorTable.write(suspects, out));
    LabelErrors errors =
        new LabelErrors(
            LabelErrors.SCHEMA_VERSION,
            parts,
            pictured(dataset, suspects.stream().limit(LabelErrors.SHOWN).toList()));
    run.write(RunPaths.LABEL_ERRORS, Json.write(errors));
    return errors;
  }

  private Part review(Judged part, List<String> classes, List<Suspect> suspects) {
    List<String> paths = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    LabelledScores scores =
        new StoredPredictions(store, run.path(), part.table())
            .scores(
                classes.size(),
                prediction -> {
                  paths.add(prediction.path());
                  digests.add(prediction.sha256());
                });
    List<Candidate> candidates = ConfidentLearning.candidates(scores, classes.size());
    for (Candidate each : candidates) {
      int i = each.example();
      float[] row = scores.probabilities()[i];
      int label = scores.labels()[i];
      suspects.add(
          new Suspect(
              paths.get(i),
              digests.get(i),
              part.split().id(),
              classes.get(label),
              classes.get(each.suggested()),
              each.score(),
              row[label],
              row[each.suggested()]));
    }
    return new Part(part.split().id(), part.folds(), scores.size(), candidates.size());
  }

  /** Those few that people see are read once more, where they lie. */
  private List<Pictured> pictured(StoredDataset dataset, List<Suspect> suspects) {
    Map<String, Thumbnail> found = new HashMap<>();
    for (Split split : Split.values()) {
      Set<String> keys = new HashSet<>();
      suspects.stream()
          .filter(each -> each.split().equals(split.id()))
          .forEach(each -> keys.add(Example.key(each.sha256(), each.path())));
      if (!keys.isEmpty()) {
        dataset
            .examples(spark, split)
            .flatMap(new ExamplePictures(keys, Set.of(), dataset.manifest().shape()))
            .collect()
            .forEach(made -> found.put(made.example().key(), made.thumbnail()));
      }
    }
    List<Pictured> pictured = new ArrayList<>();
    for (Suspect each : suspects) {
      Thumbnail picture = found.get(Example.key(each.sha256(), each.path()));
      pictured.add(new Pictured(each, picture.width(), picture.height(), picture.file()));
    }
    return pictured;
  }
}
