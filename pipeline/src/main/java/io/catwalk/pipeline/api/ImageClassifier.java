package io.catwalk.pipeline.api;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.evaluate.LocalScorer;
import io.catwalk.pipeline.ingest.ImageBytes;
import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A trained network that classifies image files, in this process and without Spark:
 *
 * <pre>{@code
 * try (ImageClassifier classifier = ImageClassifier.open("hdfs:///catwalk/runs/cats/model.zip")) {
 *   Classification said = classifier.classify(Files.readAllBytes(Path.of("photo.jpg")));
 * }
 * }</pre>
 *
 * <p>Images become what {@code catwalk predict} makes of them, and get the same probabilities. It
 * holds memory outside the heap until it is closed. For one thread at a time.
 */
public final class ImageClassifier implements AutoCloseable {

  private static final int MINIBATCH = 32;
  private static final int MAX_MEGAPIXELS = 100;

  private final ModelCard card;
  private final ImageBytes decoder;
  private final LocalScorer scorer;

  ImageClassifier(TrainedModel model) {
    this.card = model.card();
    this.decoder =
        new ImageBytes(
            card.shape(),
            ResizeMode.valueOf(card.resize().toUpperCase(Locale.ROOT)),
            MAX_MEGAPIXELS);
    this.scorer = new LocalScorer(model, MINIBATCH);
  }

  /**
   * Reads a {@code model.zip}.
   *
   * @param model path or URI, on any Hadoop file system that the class path and {@code
   *     HADOOP_CONF_DIR} know
   * @throws CatwalkException (data) when there is none, or it is damaged; (cluster) when its file
   *     system cannot be reached
   */
  public static ImageClassifier open(String model) {
    HadoopStorage.Place place = HadoopStorage.with(Map.of()).place(model);
    return open(place.store(), place.path());
  }

  static ImageClassifier open(ArtifactStore store, String path) {
    return new ImageClassifier(ModelArchive.read(store.read(path), store.resolve(path).toString()));
  }

  /** Names of the classes, in the order of all probabilities. */
  public List<String> classes() {
    return card.classes();
  }

  /**
   * Classifies one image.
   *
   * @param file the bytes of a JPEG, PNG, GIF, BMP or WebP of at most 100 megapixels
   * @throws CatwalkException (data) when they are none, or damaged
   */
  public Classification classify(byte[] file) {
    return classify(List.of(file)).get(0);
  }

  /**
   * Classifies several images at once, which is faster than one after the other.
   *
   * @param files as in {@link #classify(byte[])}
   * @return in the order of the files
   * @throws CatwalkException (data) when one is no image or damaged, naming its place in the list
   */
  public List<Classification> classify(List<byte[]> files) {
    List<Example> examples = new ArrayList<>(files.size());
    for (byte[] file : files) {
      String name = String.format(Locale.ROOT, "image %d of the list", examples.size());
      examples.add(decoder.example(file, name, -1));
    }
    List<Classification> said = new ArrayList<>(files.size());
    for (float[] row : scorer.probabilities(examples)) {
      said.add(classification(row));
    }
    return said;
  }

  private Classification classification(float[] row) {
    int best = Vectoriser.best(row);
    List<Float> probabilities = new ArrayList<>(row.length);
    for (float probability : row) {
      probabilities.add(probability);
    }
    return new Classification(card.classes().get(best), row[best], probabilities);
  }

  @Override
  public void close() {
    scorer.close();
    decoder.close();
  }
}
