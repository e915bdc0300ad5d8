package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.explain.Thumbnail;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.ConfidentLearning;
import io.catwalk.pipeline.runs.LabelErrorTable;
import io.catwalk.pipeline.runs.LabelErrors;
import io.catwalk.pipeline.runs.LabelErrors.Part;
import io.catwalk.pipeline.runs.LabelErrors.Pictured;
import io.catwalk.pipeline.runs.LabelErrors.Suspect;
import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.StagedFolder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Looks for images whose labels are probably wrong, in what networks said of images that they had
 * not learned from, and writes {@code label-errors.csv} and {@code label-errors.json} into the
 * run's folder.
 *
 * <p>Each part of the dataset is looked through by itself, since other networks judged it. All of
 * it is done on the executors; the table goes through the driver, a piece after the other.
 */
public final class LabelReview {

  private static final int FOUND_A_PARTITION = 100_000;

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
    if (dataset.manifest().count(Split.VALIDATION) > 0) {
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
    List<JavaRDD<Suspect>> found = new ArrayList<>();
    try {
      for (Judged part : judged) {
        JavaRDD<Prediction> predictions =
            new PredictionTable(spark, classes)
                .read(store.resolve(run.path() + "/" + part.table()));
        ConfidentLearning.Sums sums =
            CatwalkException.told(
                () -> MetricJobs.sum(predictions, new ConfidentLearning.Sums(classes.size())));
        // They are counted, looked through for the order and put into it.
        JavaRDD<Suspect> suspects =
            predictions
                .flatMap(new ToSuspect(part.split().id(), classes, sums.thresholds()))
                .persist(StorageLevel.MEMORY_AND_DISK());
        found.add(suspects);
        parts.add(new Part(part.split().id(), part.folds(), sums.examples(), suspects.count()));
      }
      return write(dataset, parts, sorted(found, parts));
    } finally {
      found.forEach(JavaRDD::unpersist);
    }
  }

  private LabelErrors write(StoredDataset dataset, List<Part> parts, JavaRDD<Suspect> sorted) {
    run.write(
        RunPaths.LABEL_ERROR_TABLE, out -> LabelErrorTable.write(sorted.toLocalIterator(), out));
    LabelErrors errors =
        new LabelErrors(
            LabelErrors.SCHEMA_VERSION, parts, pictured(dataset, sorted.take(LabelErrors.SHOWN)));
    run.write(RunPaths.LABEL_ERRORS, Json.write(errors));
    return errors;
  }

  /** The most probable errors first. */
  private JavaRDD<Suspect> sorted(List<JavaRDD<Suspect>> found, List<Part> parts) {
    JavaRDD<Suspect> all = JavaSparkContext.fromSparkContext(spark.sparkContext()).emptyRDD();
    for (JavaRDD<Suspect> suspects : found) {
      all = all.union(suspects);
    }
    long count = parts.stream().mapToLong(Part::found).sum();
    return all.mapToPair(new ByProbability())
        .sortByKey(true, (int) (1 + count / FOUND_A_PARTITION))
        .values();
  }

  /**
   * A prediction that contradicts its label.
   *
   * @param split id of the split
   * @param classes names in label order
   * @param thresholds a class
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record ToSuspect(String split, List<String> classes, double[] thresholds)
      implements FlatMapFunction<Prediction, Suspect> {
    @Override
    public Iterator<Suspect> call(Prediction prediction) {
      int suggested = ConfidentLearning.suggested(prediction, thresholds);
      if (suggested < 0) {
        return Collections.emptyIterator();
      }
      float[] row = prediction.probabilities();
      int label = prediction.actual();
      return List.of(
              new Suspect(
                  prediction.path(),
                  prediction.sha256(),
                  split,
                  classes.get(label),
                  classes.get(suggested),
                  ConfidentLearning.score(row, label),
                  row[label],
                  row[suggested]))
          .iterator();
    }
  }

  /** The key by which suspects are sorted. */
  private record ByProbability() implements PairFunction<Suspect, Rank, Suspect> {
    @Override
    public Tuple2<Rank, Suspect> call(Suspect suspect) {
      return new Tuple2<>(new Rank(suspect.score(), suspect.split(), suspect.path()), suspect);
    }
  }

  /** The higher the score, the earlier; equal ones by split and path. */
  private record Rank(double score, String split, String path)
      implements Comparable<Rank>, Serializable {
    @Override
    public int compareTo(Rank other) {
      int byScore = Double.compare(other.score, score);
      int bySplit = byScore == 0 ? split.compareTo(other.split) : byScore;
      return bySplit == 0 ? path.compareTo(other.path) : bySplit;
    }
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
            .flatMap(
                new ExamplePictures(
                    HashTable.of(keys), HashTable.EMPTY, dataset.manifest().shape()))
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
