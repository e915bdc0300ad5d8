package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.InputFile;

/**
 * Reads {@code predictions.parquet} without Spark, for those who look at a run on one machine. One
 * of its files is in memory at a time.
 */
public final class StoredPredictions {

  private final ArtifactStore store;
  private final String folder;

  /**
   * @param run the run's folder, relative to the store's root
   */
  public StoredPredictions(ArtifactStore store, String run) {
    this(store, run, RunPaths.PREDICTIONS);
  }

  /**
   * @param run as above
   * @param name of the table within it
   */
  public StoredPredictions(ArtifactStore store, String run, String name) {
    this.store = store;
    this.folder = run + "/" + name;
  }

  /**
   * Hands over every prediction, in the order in which they were written.
   *
   * @throws CatwalkException (data) when there are none, or a file is damaged or has other columns
   */
  public void forEach(Consumer<Prediction> consumer) {
    // Spark numbers its files in the order of the partitions: part-00000-…, part-00001-…
    List<String> files =
        store.list(folder).stream().filter(name -> name.startsWith("part-")).toList();
    if (files.isEmpty()) {
      throw CatwalkException.data(
          "Cannot read "
              + store.resolve(folder)
              + ": there are no predictions; evaluate the model first");
    }
    for (String file : files) {
      read(folder + "/" + file, consumer);
    }
  }

  /**
   * As {@link #forEach}, of images that can be judged.
   *
   * @param classes number of classes
   * @throws CatwalkException (data) as {@link #forEach}, or when an image has no known class or not
   *     so many probabilities
   */
  public void forEachOf(int classes, Consumer<Prediction> consumer) {
    String table = store.resolve(folder).toString();
    forEach(
        prediction -> {
          prediction.requireJudged(classes, table);
          consumer.accept(prediction);
        });
  }

  private void read(String file, Consumer<Prediction> consumer) {
    InputFile input = new BytesInputFile(store.read(file));
    try (ParquetReader<Prediction> reader = new Builder(input).build()) {
      for (Prediction row = next(reader, file); row != null; row = next(reader, file)) {
        consumer.accept(row);
      }
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  private Prediction next(ParquetReader<Prediction> reader, String file) throws IOException {
    try {
      return reader.read();
    } catch (CatwalkException e) {
      throw CatwalkException.data("Cannot read " + store.resolve(file) + ": " + e.getMessage(), e);
    } catch (RuntimeException e) { // What Parquet throws at damaged bytes is anything.
      throw damaged(file, e);
    }
  }

  private CatwalkException damaged(String file, Exception e) {
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    return CatwalkException.data(
        "Cannot read " + store.resolve(file) + ": " + reason.lines().findFirst().orElse(""), e);
  }

  private static final class Builder extends ParquetReader.Builder<Prediction> {

    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Prediction> getReadSupport() {
      return new PredictionReadSupport();
    }
  }
}
