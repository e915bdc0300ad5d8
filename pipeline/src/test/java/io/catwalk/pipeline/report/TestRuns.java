package io.catwalk.pipeline.report;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example.ImageFacts;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.evaluate.PredictionTable;
import io.catwalk.pipeline.runs.ConfusionMatrix;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.EvaluationResult.EvaluationSubject;
import io.catwalk.pipeline.runs.ExampleChoice;
import io.catwalk.pipeline.runs.ExampleGallery;
import io.catwalk.pipeline.runs.ExampleGallery.Picture;
import io.catwalk.pipeline.runs.LabelErrors;
import io.catwalk.pipeline.runs.LabelledScores;
import io.catwalk.pipeline.runs.Prediction;
import io.catwalk.pipeline.runs.ScoredExample;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Writes runs as training leaves them, of a model that is right more often than not. */
public final class TestRuns {

  /** A PNG of one grey pixel. */
  private static final byte[] PIXEL =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

  private final ArtifactStore store;
  private final List<String> classes;
  private final int examples;

  /** Probability that the model sees the true class. */
  private double skill = 0.6;

  private String folder = "photos";
  private int pictureBytes;

  public TestRuns(ArtifactStore store, List<String> classes, int examples) {
    this.store = store;
    this.classes = classes;
    this.examples = examples;
  }

  public TestRuns skill(double share) {
    skill = share;
    return this;
  }

  /** The images' folder in the source. */
  TestRuns folder(String name) {
    folder = name;
    return this;
  }

  /** Pictures as large as those of photos, filled with noise. */
  TestRuns pictureBytes(int bytes) {
    pictureBytes = bytes;
    return this;
  }

  /** Writes {@code runs/<id>}. */
  public Reports.Place write(String id, long seed) {
    List<Prediction> predictions = predictions(seed);
    LabelledScores scores =
        new LabelledScores(
            predictions.stream().mapToInt(Prediction::actual).toArray(),
            predictions.stream().map(Prediction::probabilities).toArray(float[][]::new));
    String path = "runs/" + id;
    table(predictions, path);
    EvaluationResult metrics =
        scores.measured(
            new EvaluationSubject(
                "lenet5", "ab12", "drawn <i>pets</i>", "cd34", Split.TEST, false, false, classes),
            15);
    store.write(path + "/metrics.json", Json.write(metrics));
    store.write(path + "/run.json", run(id).getBytes(StandardCharsets.UTF_8));
    store.write(path + "/dataset.json", Json.write(dataset()));
    store.write(path + "/history.csv", history().getBytes(StandardCharsets.UTF_8));
    store.write(
        path + "/effective.conf",
        "train.epochs = 3\nspark.hadoop.fs.s3a.secret.key = \"hunter2\"\nnote = \"<img src=x onerror=alert(2)>\"\n"
            .getBytes(StandardCharsets.UTF_8));
    store.write(
        path + "/examples.json", Json.write(gallery(predictions, metrics.confusionMatrix())));
    store.write(path + "/label-errors.json", Json.write(labelErrors(predictions)));
    return new Reports.Place(store, path, store.resolve(path).toString());
  }

  private List<Prediction> predictions(long seed) {
    Random random = new Random(seed);
    // What the image is does not depend on who judges it.
    Random images = new Random(1);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      int label = i % classes.size();
      float[] row = new float[classes.size()];
      int seen = random.nextDouble() < skill ? label : random.nextInt(classes.size());
      for (int c = 0; c < row.length; c++) {
        row[c] = random.nextFloat() / row.length;
      }
      row[seen] += random.nextFloat() * 4;
      float total = 0;
      for (float value : row) {
        total += value;
      }
      for (int c = 0; c < row.length; c++) {
        row[c] /= total;
      }
      int side = 20 + images.nextInt(200);
      predictions.add(
          new Prediction(
              folder + "/" + i % 3 + "/image-" + i + ".jpg",
              "%064x".formatted(images.nextLong() & Long.MAX_VALUE),
              label,
              row,
              new ImageFacts(side, side, images.nextDouble(), Map.of("camera", "C" + i % 2))));
    }
    return predictions;
  }

  private void table(List<Prediction> predictions, String path) {
    SparkSession spark = LocalSpark.session();
    new PredictionTable(spark, classes)
        .write(
            JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(predictions, Math.max(1, examples / 10_000)),
            store.resolve(path + "/predictions.parquet"));
  }

  private ExampleGallery gallery(List<Prediction> predictions, ConfusionMatrix confusion) {
    Random noise = new Random(9);
    ExampleChoice.Collector collector = new ExampleChoice.Collector(confusion);
    predictions.forEach(collector::add);
    ExampleChoice choice = collector.choice(confusion);
    Set<ScoredExample> explained = choice.explained();
    Set<ScoredExample> pictured = new LinkedHashSet<>(explained);
    pictured.addAll(choice.listed());
    List<Picture> pictures = new ArrayList<>();
    for (ScoredExample each : pictured) {
      boolean maps = explained.contains(each);
      pictures.add(
          new Picture(
              each.path(),
              each.sha256(),
              32,
              32,
              picture(noise, pictureBytes),
              maps ? picture(noise, pictureBytes / 10) : null,
              maps ? picture(noise, pictureBytes / 3) : null));
    }
    return new ExampleGallery(1, pictures);
  }

  /** The first two images, as if they were wrong. */
  private LabelErrors labelErrors(List<Prediction> predictions) {
    List<LabelErrors.Pictured> first =
        predictions.stream()
            .limit(2)
            .map(
                p ->
                    new LabelErrors.Pictured(
                        new LabelErrors.Suspect(
                            p.path(),
                            p.sha256(),
                            "train",
                            classes.get(p.actual()),
                            classes.get((p.actual() + 1) % classes.size()),
                            0.9876,
                            0.01,
                            0.9852),
                        32,
                        32,
                        PIXEL))
            .toList();
    return new LabelErrors(
        1,
        List.of(
            new LabelErrors.Part("test", 0, examples, 0),
            new LabelErrors.Part("train", 5, 900, 1234)),
        first);
  }

  private static byte[] picture(Random noise, int bytes) {
    if (bytes == 0) {
      return PIXEL;
    }
    byte[] picture = new byte[bytes];
    noise.nextBytes(picture);
    return picture;
  }

  private DatasetManifest dataset() {
    Map<String, Long> each = new HashMap<>();
    classes.forEach(name -> each.put(name, (long) examples / classes.size()));
    return new DatasetManifest(
        1,
        "drawn <i>pets</i>",
        "cd34",
        classes,
        new ImageShape(32, 32, 1),
        "fit",
        Map.of("train", each, "test", each),
        List.of(0.5),
        List.of(0.25),
        "javascript:alert(3)",
        "folders",
        "",
        false,
        Map.of("truncated", 3L),
        new DatasetManifest.Duplicates(
            1, 0, 0, List.of(List.of("a.png", "<b>b.png")), 0, List.of()),
        Map.of(),
        "0",
        "2026-01-01T00:00:00Z",
        null,
        new SourceNotices(Map.of(".txt", 7L, "no ending", 2L), List.of("<i>look</i>")));
  }

  private static String run(String id) {
    return """
        {
          "schema_version": 1, "run_id": "%s", "kind": "train",
          "started_at": "2026-01-01T00:00:00Z", "finished_at": "2026-01-01T00:02:00Z",
          "model": "lenet5", "parameters_sha256": "ab12", "seed": 42,
          "dataset": {"name": "drawn <i>pets</i>", "version": "cd34", "uri": "file:/x", "source": "javascript:alert(3)", "synthetic": false},
          "training": {"examples": 900, "epochs": 3, "best_epoch": 2, "seconds": 12.5, "images_per_second": 216,
                       "workers": 2, "averaging_frequency": 10, "minibatch": 64, "rounds_per_epoch": 7},
          "seconds": {"evaluate": 1.5, "ingest": 3, "start spark": 2, "total": 20, "train": 13},
          "environment": {"host": "<script>alert(4)</script>", "spark": "3.5.5"}
        }
        """
        .formatted(id);
  }

  private static String history() {
    StringBuilder csv =
        new StringBuilder(
            "epoch,examples,seconds,images_per_second,train_loss,validation_loss,validation_accuracy,learning_rate\n");
    IntStream.rangeClosed(1, 3)
        .forEach(
            i ->
                csv.append(i)
                    .append(",900,4,225,")
                    .append(1.0 / i)
                    .append(',')
                    .append(1.1 / i)
                    .append(",0.")
                    .append(70 + i)
                    .append(",0.001\n"));
    return csv.toString();
  }
}
