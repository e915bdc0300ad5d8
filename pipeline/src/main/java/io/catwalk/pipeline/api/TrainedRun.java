package io.catwalk.pipeline.api;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.runs.History;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.runs.RunReader;
import io.catwalk.pipeline.runs.StoredPredictions;
import io.catwalk.pipeline.runs.StoredRun;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a training or an evaluation left in storage: its figures and its network.
 *
 * <pre>{@code
 * TrainedRun run = TrainedRun.open("hdfs:///catwalk/runs/cats");
 * System.out.println(run.accuracy() + " of " + run.examples());
 * }</pre>
 */
public final class TrainedRun {

  private final ArtifactStore store;
  private final String folder;
  private final StoredRun stored;

  private TrainedRun(ArtifactStore store, String folder) {
    this.store = store;
    this.folder = folder;
    this.stored = new RunReader(store, folder).read(store.resolve(folder).toString());
  }

  /**
   * Reads a run's folder, and checks that its files belong together.
   *
   * @param uri of the folder, on any Hadoop file system that the class path and {@code
   *     HADOOP_CONF_DIR} know
   * @throws CatwalkException (data) when it is no run's folder, a file is damaged, or of an unknown
   *     version; (cluster) when its file system cannot be reached
   */
  public static TrainedRun open(String uri) {
    HadoopStorage.Place place = HadoopStorage.with(Map.of()).place(uri);
    return new TrainedRun(place.store(), place.path());
  }

  /** The run's name. */
  public String id() {
    return stored.id();
  }

  /** Names of the classes, in label order. */
  public List<String> classes() {
    return stored.classes();
  }

  /** Examples that the figures are of. */
  public long examples() {
    return stored.metrics().examples();
  }

  /** Share of right predictions, 0 to 1. */
  public double accuracy() {
    return stored.metrics().accuracy();
  }

  /** F1 score, mean of the classes, 0 to 1. */
  public double macroF1() {
    return stored.metrics().macro().f1();
  }

  /** Mean of -ln(probability of the true class). */
  public double logLoss() {
    return stored.metrics().logLoss();
  }

  /** Examples of one class (row) taken for another (column), in label order. */
  public List<List<Long>> confusionMatrix() {
    return stored.metrics().confusionMatrix().counts();
  }

  /** SHA-256 of the weights, lower-case hex: two runs that share it have the same network. */
  public String parametersSha256() {
    return stored.metrics().parametersSha256();
  }

  /** Mean training loss of each epoch; empty where nothing was trained. */
  public List<Double> trainingLosses() {
    return stored.history().stream().map(History.Epoch::trainLoss).toList();
  }

  /** Accuracy on the validation split after each epoch, NaN where it was not measured. */
  public List<Double> validationAccuracies() {
    return stored.history().stream().map(History.Epoch::validationAccuracy).toList();
  }

  /** Every example that was judged, in the order of {@code predictions.parquet}. */
  public List<Judged> predictions() {
    List<String> classes = classes();
    List<Judged> judged = new ArrayList<>();
    new StoredPredictions(store, folder)
        .forEachOf(
            classes.size(),
            each ->
                judged.add(
                    new Judged(
                        each.path(),
                        classes.get(each.actual()),
                        classes.get(each.predicted()),
                        each.probabilities()[each.predicted()])));
    return List.copyOf(judged);
  }

  /**
   * The run's network.
   *
   * @throws CatwalkException (data) when it is not there or damaged
   */
  public ImageClassifier classifier() {
    return ImageClassifier.open(store, folder + "/" + RunPaths.MODEL);
  }

  /**
   * One example's true and predicted class.
   *
   * @param path where the image came from, relative to its source
   * @param actual name of the true class
   * @param predicted name of the most probable class
   * @param confidence its probability, 0 to 1
   */
  public record Judged(String path, String actual, String predicted, float confidence) {}
}
