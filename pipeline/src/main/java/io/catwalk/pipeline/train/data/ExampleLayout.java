package io.catwalk.pipeline.train.data;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.PixelScale;
import io.catwalk.pipeline.dataset.StoredDataset.Marking;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.spark.GpuSupply;
import io.catwalk.pipeline.spark.GpuTasks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
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
    return resident(dealt(examples, workers).mapPartitions(new PackHand(marking), true), storage);
  }

  /** As {@link #deal}, of examples that stay as they are. */
  public static JavaRDD<ResidentExamples> deal(
      JavaRDD<Example> examples, int workers, String storage) {
    return deal(examples, hand -> hand, workers, storage);
  }

  /** As {@link #deal}, for examples that are floats already. */
  public static JavaRDD<ResidentExamples> dealFloats(
      JavaRDD<FloatExample> examples, int workers, String storage) {
    return resident(dealt(examples, workers).mapPartitions(new PackFloats(), true), storage);
  }

  /** Where the workers' devices are. */
  private static JavaRDD<ResidentExamples> resident(
      JavaRDD<ResidentExamples> hands, String storage) {
    return GpuTasks.of(hands).persist(level(storage));
  }

  private static <T> JavaPairRDD<Long, T> dealt(JavaRDD<T> examples, int workers) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(examples.context());
    GpuSupply.await(spark, workers, "train.workers = " + workers);
    WorkerSlots.await(spark, workers);
    return examples
        .zipWithIndex()
        .mapToPair(new IndexFirst<T>())
        .partitionBy(new IndexPartitioner(workers));
  }

  private static StorageLevel level(String storage) {
    return switch (storage) {
      case "memory" -> StorageLevel.MEMORY_ONLY();
      case "memory-and-disk" -> StorageLevel.MEMORY_AND_DISK();
      case "disk" -> StorageLevel.DISK_ONLY();
      default ->
          throw new IllegalArgumentException(
              "train.averaging.storage = " + storage + " passed the configuration's check");
    };
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
      return List.<ResidentExamples>of(new ResidentDataSets(PackHand.inOrder(dealt))).iterator();
    }
  }

  /** Packs what a worker was dealt, by index: a shuffle delivers in any order. */
  private record PackHand(Marking marking)
      implements FlatMapFunction<Iterator<Tuple2<Long, Example>>, ResidentExamples> {

    @Override
    public Iterator<ResidentExamples> call(Iterator<Tuple2<Long, Example>> dealt) throws Exception {
      return List.<ResidentExamples>of(new ResidentPixels(marking.mark(inOrder(dealt)))).iterator();
    }

    static <T> List<T> inOrder(Iterator<Tuple2<Long, T>> dealt) {
      List<Tuple2<Long, T>> hand = new ArrayList<>();
      dealt.forEachRemaining(hand::add);
      hand.sort(Comparator.comparing(Tuple2::_1));
      return hand.stream().map(Tuple2::_2).toList();
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
