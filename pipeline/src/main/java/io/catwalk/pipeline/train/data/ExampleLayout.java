package io.catwalk.pipeline.train.data;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.PixelScale;
import io.catwalk.pipeline.dataset.StoredDataset.Marking;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.spark.ExecutorSlots;
import io.catwalk.pipeline.spark.GpuSupply;
import io.catwalk.pipeline.spark.GpuTasks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Deals a split out to the workers like cards, once: example i goes to worker i mod W, so that no
 * two workers differ by more than one, and the outcome depends on the stored order alone.
 */
public final class ExampleLayout {

  private ExampleLayout() {}

  /**
   * One partition a worker, each with a single element, resident on the executors once it was
   * touched. Waits for the executors that are still starting, so that all of them get their share.
   *
   * @param marking done by the executor that holds the examples
   * @param storage {@code memory}, {@code memory-and-disk} or {@code disk}
   */
  public static JavaRDD<ResidentExamples> deal(
      JavaRDD<Example> examples, Marking marking, int workers, String storage) {
    JavaPairRDD<Long, Example> dealt = dealt(examples, workers);
    // Of the executors that have come until now.
    PackHand pack = new PackHand(marking, storage, share(examples, workers));
    // What lies on the local disk is there by itself.
    StorageLevel level = storage.equals("disk") ? StorageLevel.MEMORY_ONLY() : level(storage);
    return resident(dealt.mapPartitions(pack, true), level);
  }

  /** As {@link #deal}, of examples that stay as they are. */
  public static JavaRDD<ResidentExamples> deal(
      JavaRDD<Example> examples, int workers, String storage) {
    return deal(examples, hand -> hand, workers, storage);
  }

  /** As {@link #deal}, for examples that are floats already. */
  public static JavaRDD<ResidentExamples> dealFloats(
      JavaRDD<FloatExample> examples, int workers, String storage) {
    return resident(dealt(examples, workers).mapPartitions(new PackFloats(), true), level(storage));
  }

  /** Where the workers' devices are. */
  private static JavaRDD<ResidentExamples> resident(
      JavaRDD<ResidentExamples> hands, StorageLevel level) {
    return GpuTasks.of(hands).persist(level);
  }

  private static <T> JavaPairRDD<Long, T> dealt(JavaRDD<T> examples, int workers) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(examples.context());
    GpuSupply.await(spark, workers, "train.workers = " + workers);
    WorkerSlots.await(spark, workers);
    return examples
        .zipWithIndex()
        .mapToPair(new IndexFirst<T>())
        // A shuffle delivers in any order, and sorts more than fits into memory.
        .repartitionAndSortWithinPartitions(new IndexPartitioner(workers));
  }

  /**
   * Where Spark keeps what does not lie on a local disk already.
   *
   * @param storage {@code memory}, {@code memory-and-disk} or {@code disk}
   */
  public static StorageLevel level(String storage) {
    return switch (storage) {
      case "memory" -> StorageLevel.MEMORY_ONLY();
      case "disk" -> StorageLevel.DISK_ONLY();
      case "memory-and-disk" -> StorageLevel.MEMORY_AND_DISK();
      default ->
          throw new IllegalArgumentException(
              "train.averaging.storage = " + storage + " passed the configuration's check");
    };
  }

  /** The most workers that fall to one executor where they are dealt out evenly. */
  private static int share(JavaRDD<?> examples, int workers) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(examples.context());
    int executors = Math.max(1, new ExecutorSlots(spark).byExecutor().size());
    return (workers + executors - 1) / executors;
  }

  /** Makes an example's index its key. */
  private record IndexFirst<T>() implements PairFunction<Tuple2<T, Long>, Long, T> {
    @Override
    public Tuple2<Long, T> call(Tuple2<T, Long> indexed) {
      return indexed.swap();
    }
  }

  /** As {@link PackHand}, for examples that are floats already. */
  private record PackFloats()
      implements FlatMapFunction<Iterator<Tuple2<Long, FloatExample>>, ResidentExamples> {

    @Override
    public Iterator<ResidentExamples> call(Iterator<Tuple2<Long, FloatExample>> dealt) {
      List<FloatExample> hand = new ArrayList<>();
      dealt.forEachRemaining(card -> hand.add(card._2));
      return List.<ResidentExamples>of(new ResidentDataSets(hand)).iterator();
    }
  }

  /**
   * Packs what a worker was dealt, which comes sorted by index.
   *
   * @param hands that lie side by side on an executor
   */
  private record PackHand(Marking marking, String storage, int hands)
      implements FlatMapFunction<Iterator<Tuple2<Long, Example>>, ResidentExamples> {

    /** What Spark leaves to programs before it divides a heap. */
    private static final long RESERVED = 300L << 20;

    @Override
    public Iterator<ResidentExamples> call(Iterator<Tuple2<Long, Example>> dealt) throws Exception {
      Iterator<Example> examples = marking.mark(new Cards(dealt));
      return List.<ResidentExamples>of(ResidentPixels.of(examples, mostBytes())).iterator();
    }

    /** Half of the heap is less than Spark's storage has, which must hold them. */
    private long mostBytes() {
      long heap = Runtime.getRuntime().maxMemory() - RESERVED;
      return switch (storage) {
        case "memory" -> Long.MAX_VALUE;
        case "disk" -> 0;
        default -> Math.max(0, heap / 2 / hands);
      };
    }
  }

  /** Examples without their indices. */
  private record Cards(Iterator<Tuple2<Long, Example>> dealt) implements Iterator<Example> {

    @Override
    public boolean hasNext() {
      return dealt.hasNext();
    }

    @Override
    public Example next() {
      return dealt.next()._2;
    }
  }

  /** Examples that somebody brought as floats, normalised as they like. */
  private static final class ResidentDataSets implements ResidentExamples {

    private static final long serialVersionUID = 1L;

    private final float[][] features;
    private final float[][] targets;

    /**
     * @param examples in the order in which positions count them
     */
    ResidentDataSets(List<FloatExample> examples) {
      features = examples.stream().map(FloatExample::features).toArray(float[][]::new);
      targets = examples.stream().map(FloatExample::target).toArray(float[][]::new);
    }

    @Override
    public int size() {
      return features.length;
    }

    @Override
    public int label(int position) {
      return Vectoriser.best(targets[position]);
    }

    @Override
    public void features(int position, PixelScale scale, float[] into, int at) {
      System.arraycopy(features[position], 0, into, at, features[position].length);
    }

    @Override
    public void target(int position, float[] into, int at) {
      System.arraycopy(targets[position], 0, into, at, targets[position].length);
    }
  }

  /**
   * One example of a {@code DataSet}.
   *
   * @param shape of the image
   * @param features channel after channel, row after row
   * @param target one number a class
   */
  public record FloatExample(ImageShape shape, float[] features, float[] target)
      implements Serializable {}
}
