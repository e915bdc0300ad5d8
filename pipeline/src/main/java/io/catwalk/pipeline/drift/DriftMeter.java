package io.catwalk.pipeline.drift;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.ExperimentConfig.EvaluationConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.ShardTable;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.evaluate.Embedded;
import io.catwalk.pipeline.evaluate.Embedder;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.runs.Drift;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Measures how far new images are from a champion's. Shares of classes are counted on all images,
 * everything else on {@value #MOST_IMAGES} of each side, drawn by content and seed: what is stored
 * beside the pixels tells brightness and size, one pass of the champion confidence and embedding.
 * For these two the champion's images are such that it was not trained on, where there are enough:
 * of its training images a network is surer than of any others.
 */
public final class DriftMeter {

  /** Of a sample. */
  static final int MOST_IMAGES = 2000;

  /** Floats of one side's embeddings on the driver: 16 MiB. */
  private static final int MOST_VALUES = 1 << 22;

  /** So many validation images are a reference, however many test images there are. */
  private static final int ENOUGH = 100;

  private final SparkSession spark;
  private final EvaluationConfig config;
  private final long seed;

  /**
   * @param config how many examples a forward pass has, and what computes it
   * @param seed of samples and of the permutation test
   */
  public DriftMeter(SparkSession spark, EvaluationConfig config, long seed) {
    this.spark = spark;
    this.config = config;
    this.seed = seed;
  }

  /**
   * What new images are compared with.
   *
   * @param version of the registry, or another name of the model
   * @param dataset that the model was trained on
   */
  public record Reference(String version, TrainedModel model, StoredDataset dataset) {}

  /** Of what is new in a dataset; empty where nothing is. */
  public Optional<Drift> measure(Reference reference, StoredDataset now) {
    return described(
        reference, () -> drift(reference, NewImages.of(spark, reference.dataset, now)));
  }

  /** Empty where there are none. */
  public Optional<Drift> measure(Reference reference, NewImages now) {
    return described(reference, () -> drift(reference, now));
  }

  private <T> T described(Reference reference, Supplier<T> work) {
    spark.sparkContext().setJobDescription("Measure drift beside " + reference.version);
    try {
      return work.get();
    } finally {
      spark.sparkContext().setJobDescription(null);
    }
  }

  private Optional<Drift> drift(Reference reference, NewImages now) {
    Map<String, Long> counts = now.counts();
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    DatasetManifest before = reference.dataset.manifest();
    String training = "training images of " + reference.version;
    ImageSample images = ImageSample.draw("new images", now.table(), seed, MOST_IMAGES);
    ImageSample trained = sample(training, reference.dataset, Split.TRAIN);
    List<Drift.Measure> measures = new ArrayList<>();
    measures.add(
        ClassShares.compare(
            before.counts().getOrDefault(Split.TRAIN.id(), Map.of()), counts, training));
    measures.add(Quantity.BRIGHTNESS.compare(trained.brightness(), images.brightness()));
    measures.add(Quantity.WIDTH.compare(trained.width(), images.width()));
    measures.add(Quantity.HEIGHT.compare(trained.height(), images.height()));
    List<String> notes = new ArrayList<>(now.notes());
    obstacle(reference, now)
        .ifPresentOrElse(
            notes::add, () -> measures.addAll(seen(reference, now, images, notes::add)));
    return Optional.of(
        new Drift(
            Drift.SCHEMA_VERSION,
            reference.version,
            name(before),
            now.name(),
            counts.values().stream().mapToLong(Long::longValue).sum(),
            measures,
            notes));
  }

  /** Why the champion cannot be asked, in a sentence. */
  private static Optional<String> obstacle(Reference reference, NewImages now) {
    ImageShape taken = reference.model.card().shape();
    DatasetManifest before = reference.dataset.manifest();
    boolean fits = before.shape().equals(taken);
    if (!fits || !now.shape().equals(taken)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Confidence and embedding are not measured: %s takes images of %s, %s holds %s.",
              reference.version,
              taken,
              fits ? now.name() : name(before),
              fits ? now.shape() : before.shape()));
    }
    try {
      Embedder.length(reference.model);
      return Optional.empty();
    } catch (RuntimeException e) {
      // A user's own layer may not tell its shapes; the other measures do without it.
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Confidence and embedding are not measured: %s cannot be taken apart before its last layer: %s",
              reference.version,
              e.getMessage()));
    }
  }

  /**
   * What the champion makes of them.
   *
   * @param note hears what a reader must know of it
   */
  private List<Drift.Measure> seen(
      Reference reference, NewImages now, ImageSample images, Consumer<String> note) {
    int most = Math.max(Drift.LEAST_IMAGES, MOST_VALUES / Embedder.length(reference.model));
    Split split = heldOut(reference.dataset.manifest());
    if (split == Split.TRAIN) {
      note.accept(
          "Confidence and embedding are compared with training images, of which a network is surer than of any others: the champion's dataset has too few validation and test images.");
    }
    ImageSample known =
        sample(
            (split == Split.TRAIN ? "training" : split.id()) + " images of " + reference.version,
            reference.dataset,
            split);
    List<Embedded> before;
    List<Embedded> after;
    try (Embedder embedder =
        new Embedder(
            JavaSparkContext.fromSparkContext(spark.sparkContext()), reference.model, config)) {
      before = embedder.embed(known.first(most).among(reference.dataset.examples(spark, split)));
      after = embedder.embed(images.first(most).among(now.examples()));
    }
    return List.of(
        Quantity.CONFIDENCE.compare(
            confidence(known.what(), before), confidence(images.what(), after)),
        MeanShift.compare(
            embeddings(known.what(), before), embeddings(images.what(), after), seed));
  }

  private static Split heldOut(DatasetManifest manifest) {
    long validation = manifest.count(Split.VALIDATION);
    long test = manifest.count(Split.TEST);
    // A source's own test images may be of another kind; those that validate are of the training.
    Split better = validation >= ENOUGH || validation >= test ? Split.VALIDATION : Split.TEST;
    return manifest.count(better) >= Drift.LEAST_IMAGES ? better : Split.TRAIN;
  }

  private ImageSample sample(String what, StoredDataset dataset, Split split) {
    return dataset.manifest().count(split) == 0
        ? new ImageSample(what, List.of())
        : ImageSample.draw(what, ShardTable.of(spark, dataset, split), seed, MOST_IMAGES);
  }

  private static Quantity.Sample confidence(String what, List<Embedded> images) {
    return new Quantity.Sample(what, images.stream().mapToDouble(Embedded::confidence).toArray());
  }

  private static MeanShift.Sample embeddings(String what, List<Embedded> images) {
    return new MeanShift.Sample(
        what, images.stream().map(Embedded::embedding).toArray(float[][]::new));
  }

  static String name(DatasetManifest manifest) {
    return manifest.name() + "@" + manifest.version();
  }
}
