package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.util.CollectionAccumulator;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What a worker of the stock master fits in one round, made one minibatch after the other while it
 * trains.
 */
public record RoundMinibatches(
    RoundPlan plan, Vectoriser vectoriser, CollectionAccumulator<Consumed> consumed)
    implements Function2<Integer, Iterator<ResidentExamples>, Iterator<DataSet>> {

  @Override
  public Iterator<DataSet> call(Integer worker, Iterator<ResidentExamples> resident) {
    PlannedMinibatches planned =
        new PlannedMinibatches(plan, worker, (ResidentPixels) resident.next());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return planned.hasNext();
      }

      @Override
      public DataSet next() {
        int position = planned.position();
        List<Example> minibatch = planned.next();
        consumed.add(new Consumed(worker, position, minibatch.size()));
        return vectoriser.vectorise(minibatch);
      }
    };
  }

  /**
   * A minibatch that a worker took. A task that is run again reports the same once more, so equal
   * ones count once.
   *
   * @param worker 0-based
   * @param position of its first example in the worker's order
   * @param examples in it
   */
  public record Consumed(int worker, int position, int examples) implements Serializable {}
}
