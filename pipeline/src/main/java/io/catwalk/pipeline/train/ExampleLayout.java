package io.catwalk.pipeline.train;

import io.catwalk.pipeline.ingest.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Deals a split out to the workers like cards, once: example i goes to worker i mod W, so that no
 * two workers differ by more than one, and the outcome depends on the stored order alone.
 */
final class ExampleLayout {

  private ExampleLayout() {}

  /**
   * One partition a worker, each with a single element, resident on the executors once it was
   * touched.
   */
  static JavaRDD<ResidentExamples> deal(JavaRDD<Example> examples, int workers) {
    return examples
        .zipWithIndex()
        .mapToPair(new ByIndex())
        .partitionBy(new Dealer(workers))
        .mapPartitions(new Pack(), true)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** How many of {@code examples} worker {@code worker} (0-based) holds. */
  static long share(long examples, int workers, int worker) {
    return examples / workers + (worker < examples % workers ? 1 : 0);
  }

  private record ByIndex() implements PairFunction<Tuple2<Example, Long>, Long, Example> {
    @Override
    public Tuple2<Long, Example> call(Tuple2<Example, Long> indexed) {
      return indexed.swap();
    }
  }

  private static final class Dealer extends Partitioner {

    private static final long serialVersionUID = 1L;
    private final int workers;

    Dealer(int workers) {
      this.workers = workers;
    }

    @Override
    public int numPartitions() {
      return workers;
    }

    @Override
    public int getPartition(Object index) {
      return (int) ((Long) index % workers);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Dealer dealer && dealer.workers == workers;
    }

    @Override
    public int hashCode() {
      return workers;
    }
  }

  private record Pack()
      implements FlatMapFunction<Iterator<Tuple2<Long, Example>>, ResidentExamples> {
    @Override
    public Iterator<ResidentExamples> call(Iterator<Tuple2<Long, Example>> dealt) {
      List<Tuple2<Long, Example>> hand = new ArrayList<>();
      dealt.forEachRemaining(hand::add);
      // A shuffle delivers in any order.
      hand.sort(Comparator.comparing(Tuple2::_1));
      return List.of(new ResidentExamples(hand.stream().map(Tuple2::_2).toList())).iterator();
    }
  }
}
