package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.evaluate.ExamplePictures.Pictured;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.EvaluationResult.EvaluationSubject;
import io.catwalk.pipeline.runs.EvaluationSums;
import io.catwalk.pipeline.runs.ExampleChoice;
import io.catwalk.pipeline.runs.ExampleGallery;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.Location;
import io.catwalk.pipeline.storage.StagedFolder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Judges a model on a stored dataset. Executors score the examples and write {@code
 * predictions.parquet}; from what was written they compute the metrics, exactly, which become
 * {@code metrics.json} beside it, with pictures of some examples, {@code examples.json}.
 *
 * <p>The driver holds sums and a few thousand examples, however many there are.
 */
public final class Evaluator {

  private final SparkSession spark;
  private final ArtifactStore store;
  private final EvaluationConfig config;

  public Evaluator(SparkSession spark, ArtifactStore store, EvaluationConfig config) {
    this.spark = spark;
    this.store = store;
    this.config = config;
  }

  /**
   * Scores every example of a split and writes predictions and metrics.
   *
   * @param run receives {@code predictions.parquet} and {@code metrics.json}; it is not published
   *     here
   * @throws CatwalkException (data) when the split is empty, the model takes other images or knows
   *     other classes than the dataset has, a probability is not a number, or fewer or more
   *     examples were read than the dataset's manifest counts
   */
  public EvaluationResult evaluate(
      TrainedModel model, StoredDataset dataset, Split split, StagedFolder run) {
    DatasetManifest manifest = dataset.manifest();
    check(model, manifest, split);
    List<String> classes = model.card().classes();
    JavaRDD<Example> examples = labelled(dataset, split, classes);
    Location folder = store.resolve(run.path() + "/" + RunPaths.PREDICTIONS);
    spark.sparkContext().setJobDescription("Evaluate " + subjectOf(model, manifest, split));
    try (Scorer scorer =
        new Scorer(JavaSparkContext.fromSparkContext(spark.sparkContext()), model, config)) {
      PredictionTable table = new PredictionTable(spark, classes);
      table.write(scorer.score(examples), folder);
      MetricJobs jobs = new MetricJobs(table.read(folder), classes.size());
      EvaluationSums sums = CatwalkException.told(() -> jobs.sums(config.calibrationBins()));
      checkCount(sums.examples(), manifest, split);
      EvaluationSubject subject = subject(model, scorer.parametersSha256(), manifest, split);
      EvaluationResult result = EvaluationResult.of(subject, sums, jobs.figures());
      run.write(RunPaths.METRICS, Json.write(result));
      ExampleChoice choice = jobs.choice(result.confusionMatrix());
      run.write(RunPaths.EXAMPLES, Json.write(gallery(model, examples, choice)));
      return result;
    } finally {
      spark.sparkContext().setJobDescription(null);
    }
  }

  /**
   * Scores every example of a split and writes the predictions alone.
   *
   * @param folder receives the table of predictions; it is not there yet
   * @throws CatwalkException (data) as {@link #evaluate}
   */
  public void predict(TrainedModel model, StoredDataset dataset, Split split, Location folder) {
    DatasetManifest manifest = dataset.manifest();
    check(model, manifest, split);
    List<String> classes = model.card().classes();
    spark.sparkContext().setJobDescription("Score " + subjectOf(model, manifest, split));
    try (Scorer scorer =
        new Scorer(JavaSparkContext.fromSparkContext(spark.sparkContext()), model, config)) {
      new PredictionTable(spark, classes)
          .write(scorer.score(labelled(dataset, split, classes)), folder);
    } finally {
      spark.sparkContext().setJobDescription(null);
    }
  }

  /** The pixels of the few examples that people will look at are read once more. */
  private static ExampleGallery gallery(
      TrainedModel model, JavaRDD<Example> examples, ExampleChoice choice) {
    Map<String, Integer> explained = new HashMap<>();
    choice.explained().forEach(each -> explained.put(each.key(), each.predicted()));
    Set<String> pictured = new HashSet<>(explained.keySet());
    choice.listed().forEach(each -> pictured.add(each.key()));
    List<Pictured> pictures =
        examples
            .flatMap(
                new ExamplePictures(
                    HashTable.of(pictured), HashTable.of(explained.keySet()), model.card().shape()))
            .collect();
    return new GalleryMaker(model).make(pictures, explained);
  }

  private JavaRDD<Example> labelled(StoredDataset dataset, Split split, List<String> classes) {
    Relabel relabel = Relabel.between(dataset.manifest(), split, classes);
    JavaRDD<Example> examples = dataset.describedExamples(spark, split);
    return dataset.manifest().classes().equals(classes) ? examples : examples.map(relabel);
  }

  private static void check(TrainedModel model, DatasetManifest manifest, Split split) {
    if (manifest.count(split) == 0) {
      throw CatwalkException.data(
          "Cannot evaluate "
              + subjectOf(model, manifest, split)
              + ": the split has no examples; give data.split or data.test-percent so that it has");
    }
    if (!model.card().shape().equals(manifest.shape())) {
      throw CatwalkException.data(
          "Cannot evaluate "
              + subjectOf(model, manifest, split)
              + ": the model takes images of "
              + model.card().shape()
              + ", the dataset holds "
              + manifest.shape()
              + "; ingest it again with that data.shape");
    }
  }

  private static void checkCount(long evaluated, DatasetManifest manifest, Split split) {
    long expected = manifest.count(split);
    if (evaluated != expected) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "Evaluated %,d of %,d %s examples that the manifest of dataset %s (%s) counts: its shards are"
                  + " not what was ingested; ingest it again",
              evaluated,
              expected,
              split.id(),
              manifest.name(),
              manifest.version()));
    }
  }

  private static String subjectOf(TrainedModel model, DatasetManifest manifest, Split split) {
    return model.card().model() + " on the " + split.id() + " split of dataset " + manifest.name();
  }

  private EvaluationSubject subject(
      TrainedModel model, String parametersSha256, DatasetManifest manifest, Split split) {
    return new EvaluationSubject(
        model.card().model(),
        parametersSha256,
        manifest.name(),
        manifest.version(),
        split,
        manifest.synthetic(),
        config.testTimeFlip(),
        model.card().classes());
  }
}
