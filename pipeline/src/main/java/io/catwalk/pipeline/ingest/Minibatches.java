package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Groups the examples of a partition, in their order. Nothing is dropped: the last minibatch of a
 * partition may be smaller.
 *
 * @param size examples a minibatch, at least 1
 * @param vectoriser makes floats of them
 */
public record Minibatches(int size, Vectoriser vectoriser)
    implements FlatMapFunction<Iterator<Example>, DataSet> {

  public Minibatches {
    if (size < 1) {
      throw new IllegalArgumentException(
          "expected a minibatch of at least 1 example, found " + size);
    }
  }

  /** Minibatches of features [n, channels, height, width] and one-hot labels [n, classes]. */
  public static JavaRDD<DataSet> of(JavaRDD<Example> examples, int size, Vectoriser vectoriser) {
    return examples.mapPartitions(new Minibatches(size, vectoriser));
  }

  @Override
  public Iterator<DataSet> call(Iterator<Example> examples) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return examples.hasNext();
      }

      @Override
      public DataSet next() {
        List<Example> batch = new ArrayList<>(size);
        do {
          batch.add(examples.next());
        } while (batch.size() < size && examples.hasNext());
        return vectoriser.vectorise(batch);
      }
    };
  }
}
