package io.catwalk.pipeline.train;

import io.catwalk.pipeline.ingest.Example;
import io.catwalk.pipeline.ingest.Vectoriser;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.util.CollectionAccumulator;
import org.nd4j.linalg.dataset.DataSet;

/** What a worker fits in one round, made one minibatch after the other while it trains. */
record RoundMinibatches(
    RoundPlan plan, Vectoriser vectoriser, CollectionAccumulator<Consumed> consumed)
    implements Function2<Integer, Iterator<ResidentExamples>, Iterator<DataSet>> {

  @Override
  public Iterator<DataSet> call(Integer worker, Iterator<ResidentExamples> resident) {
    ResidentExamples examples = resident.next();
    int[] order = EpochOrder.of(plan.seed(), plan.epoch(), worker, examples.size());
    return new Minibatches(worker, examples, order);
  }

  private final class Minibatches implements Iterator<DataSet> {

    private final int worker;
    private final ResidentExamples examples;
    private final int[] order;
    private final int end;
    private int next;

    Minibatches(int worker, ResidentExamples examples, int[] order) {
      this.worker = worker;
      this.examples = examples;
      this.order = order;
      this.next = plan.from(order.length);
      this.end = plan.to(order.length);
    }

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    public DataSet next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int first = next;
      next = Math.min(end, first + plan.minibatch());
      List<Example> minibatch = new ArrayList<>(next - first);
      for (int position = first; position < next; position++) {
        minibatch.add(examples.get(order[position]));
      }
      consumed.add(new Consumed(worker, first, minibatch.size()));
      return vectoriser.vectorise(minibatch);
    }
  }
}
