package io.catwalk.pipeline.train;

import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.config.LearningConfig;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.data.ExampleLayout;
import io.catwalk.pipeline.train.data.Extraction;
import io.catwalk.pipeline.train.data.FrozenFront;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.ResidentFeatures;
import io.catwalk.pipeline.train.worker.MinibatchFeed;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * What a training works on, where it lies: images, or the features that frozen layers made of them
 * once and for all.
 *
 * @param training one element a worker
 * @param validation the same
 * @param normalisation of the images
 * @param vectoriser of these examples
 * @param extraction what is still to happen to each minibatch before the network sees it
 * @param front the frozen layers on the executors, which a lost part is made anew with; empty where
 *     examples are images
 */
public record TrainingData(
    JavaRDD<ResidentExamples> training,
    JavaRDD<ResidentExamples> validation,
    Vectoriser normalisation,
    Vectoriser vectoriser,
    Extraction extraction,
    Optional<Broadcast<Extraction>> front)
    implements AutoCloseable {

  /**
   * Deals the splits out to the workers. Nothing is read yet, but for features, which are computed
   * now.
   *
   * @param splits keep images until they are closed; features take their place
   * @param extraction what the frozen layers do
   */
  public static TrainingData lay(
      ResidentSplits splits, StoredDataset dataset, TrainingConfig config, Extraction extraction) {
    DatasetManifest manifest = dataset.manifest();
    JavaRDD<ResidentExamples> training = splits.deal(dataset, Split.TRAIN, config);
    JavaRDD<ResidentExamples> validation = splits.deal(dataset, Split.VALIDATION, config);
    Vectoriser images = normalisation(manifest, config);
    // Images that change in every epoch have other features each time.
    boolean changing = !config.learning().augment().equals(AugmentConfig.OFF);
    if (extraction.isNone() || changing || !extraction.keeps(manifest.shape())) {
      return new TrainingData(training, validation, images, images, extraction, Optional.empty());
    }
    Broadcast<Extraction> front =
        JavaSparkContext.fromSparkContext(training.context()).broadcast(extraction);
    ExtractFeatures features = new ExtractFeatures(front, images);
    StorageLevel level = ExampleLayout.level(config.averaging().storage());
    return new TrainingData(
        kept(splits, training, features, level),
        kept(splits, validation, features, level),
        images,
        extraction.vectoriser(manifest.classes().size()),
        extraction.done(),
        Optional.of(front));
  }

  private static Vectoriser normalisation(DatasetManifest manifest, TrainingConfig config) {
    return config.learning().normalise() == LearningConfig.Normalisation.UNIT
        ? Vectoriser.plain(manifest.shape(), manifest.classes().size())
        : Vectoriser.of(manifest);
  }

  /** Features in the place of images. */
  private static JavaRDD<ResidentExamples> kept(
      ResidentSplits splits,
      JavaRDD<ResidentExamples> images,
      ExtractFeatures extract,
      StorageLevel level) {
    JavaRDD<ResidentExamples> features = images.map(extract).persist(level);
    features.count();
    splits.release(images);
    return features;
  }

  @Override
  public void close() {
    // Images are the splits' own.
    front.ifPresent(
        used -> {
          training.unpersist();
          validation.unpersist();
          used.destroy();
        });
  }

  /** Puts a worker's images through the frozen layers, once for all epochs. */
  private record ExtractFeatures(Broadcast<Extraction> extraction, Vectoriser vectoriser)
      implements Function<ResidentExamples, ResidentExamples> {

    private static final int MINIBATCH = 64;

    @Override
    public ResidentExamples call(ResidentExamples images) {
      float[][] features = new float[images.size()][];
      MinibatchFeed.Range all =
          new MinibatchFeed.Range(
              images, IntStream.range(0, images.size()).toArray(), 0, images.size(), MINIBATCH);
      try (FrozenFront front = new FrozenFront(extraction.value());
          MinibatchFeed feed = new MinibatchFeed(vectoriser)) {
        for (int from = 0; from < images.size(); from += MINIBATCH) {
          float[][] rows = front.rows(feed.fill(all, from).features());
          System.arraycopy(rows, 0, features, from, rows.length);
        }
      }
      return new ResidentFeatures(features, images);
    }
  }
}
