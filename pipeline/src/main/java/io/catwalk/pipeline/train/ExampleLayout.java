package io.catwalk.pipeline.train;

import io.catwalk.pipeline.ingest.Example;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

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
        .mapToPair(new IndexFirst())
        .partitionBy(new CardDealer(workers))
        .mapPartitions(new PackHand(), true)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** How many of {@code examples} worker {@code worker} (0-based) holds. */
  static long share(long examples, int workers, int worker) {
    return examples / workers + (worker < examples % workers ? 1 : 0);
  }
}
