package io.catwalk.pipeline.ml;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.ImageBytes;
import io.catwalk.pipeline.ml.ImageReader.Invalid;
import io.catwalk.pipeline.runs.Prediction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Adds a prediction to each row of a partition, in their order, a minibatch at a time.
 *
 * @param images takes a row's image out
 * @param shape that the network takes
 * @param resize how images become that
 * @param invalid what becomes of rows without a sound image
 * @param minibatch rows read ahead, at least 1
 * @param score predicts
 */
record ScoreRows(
    ImageReader images,
    ImageShape shape,
    ResizeMode resize,
    Invalid invalid,
    int minibatch,
    FlatMapFunction<Iterator<Example>, Prediction> score)
    implements MapPartitionsFunction<Row, Row> {

  static final int MAX_MEGAPIXELS = 100;

  /** So that no logarithm is infinite. */
  private static final double LEAST = 1e-30;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    ImageBytes decoder = new ImageBytes(shape, resize, MAX_MEGAPIXELS);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> decoder.close());
    return new Scored(rows, decoder);
  }

  /** The rows with their predictions. */
  private final class Scored implements Iterator<Row> {

    private final Iterator<Row> source;
    private final ImageBytes decoder;
    private final Deque<Row> ready = new ArrayDeque<>();

    Scored(Iterator<Row> source, ImageBytes decoder) {
      this.source = source;
      this.decoder = decoder;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && source.hasNext()) {
        readAhead();
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.poll();
    }

    private void readAhead() {
      List<Row> rows = new ArrayList<>();
      List<Optional<Example>> examples = new ArrayList<>();
      while (rows.size() < minibatch && source.hasNext()) {
        Row row = source.next();
        Optional<Example> example = example(row);
        if (example.isPresent() || invalid == Invalid.KEEP) {
          rows.add(row);
          examples.add(example);
        }
      }
      Iterator<Prediction> predictions =
          predict(examples.stream().flatMap(Optional::stream).toList());
      for (int i = 0; i < rows.size(); i++) {
        ready.add(
            examples.get(i).isPresent()
                ? with(rows.get(i), predictions.next())
                : without(rows.get(i)));
      }
    }

    private Optional<Example> example(Row row) {
      try {
        return Optional.of(decoder.example(images.read(row), -1));
      } catch (CatwalkException e) {
        if (invalid == Invalid.ERROR) {
          throw e.followedBy("; handleInvalid = skip leaves it out, keep predicts NaN");
        }
        return Optional.empty();
      }
    }

    private Iterator<Prediction> predict(List<Example> examples) {
      try {
        return score.call(examples.iterator());
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) { // Spark's interface declares it, the function throws none.
        throw new IllegalStateException(e);
      }
    }
  }

  private static Row with(Row row, Prediction prediction) {
    float[] row32 = prediction.probabilities();
    double[] probabilities = new double[row32.length];
    double[] logarithms = new double[row32.length];
    for (int i = 0; i < row32.length; i++) {
      probabilities[i] = row32[i];
      logarithms[i] = Math.log(Math.max(LEAST, row32[i]));
    }
    return row(
        row,
        Vectors.dense(logarithms),
        Vectors.dense(probabilities),
        (double) prediction.predicted());
  }

  private static Row without(Row row) {
    return row(row, null, null, Double.NaN);
  }

  private static Row row(Row row, Object... added) {
    Object[] values = new Object[row.size() + added.length];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    System.arraycopy(added, 0, values, row.size(), added.length);
    return RowFactory.create(values);
  }
}
