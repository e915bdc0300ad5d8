package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.spark.ScalaBridge;
import io.catwalk.pipeline.train.data.IndexPartitioner;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.StateSlice;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.ContextCleaner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Option;
import scala.Tuple2;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Workers send their states slice by slice to executors, each of which averages some slices; the
 * driver receives averages alone. One job of two stages, in which nobody holds all workers' states.
 */
public final class SlicedExchange extends JobExchange {

  public SlicedExchange(
      JavaSparkContext spark,
      JavaRDD<ResidentExamples> layout,
      ReturnedSlices returned,
      boolean carries) {
    super(spark, layout, returned, carries);
  }

  @Override
  List<WorkerReport> run(WorkerTask task, StartState start, AveragedState average) {
    List<Integer> indexes = returned.indexes();
    JavaPairRDD<Integer, WorkerSlice> dealt =
        JavaPairRDD.fromJavaRDD(starts(start).zipPartitions(layout, new SendSlices(task, indexes)))
            .partitionBy(new IndexPartitioner(indexes.size()));
    try {
      PutSlice into = new PutSlice(returned.all(), average);
      spark
          .sc()
          .runJob(
              dealt.mapPartitions(new AverageSlices(returned, start), true).rdd(),
              new OnlyElement(),
              into,
              ClassTag$.MODULE$.apply(AveragedSlice.class));
      return into.reports();
    } finally {
      dropFiles(dealt);
    }
  }

  /**
   * A round's shuffle files are as large as all workers' states; Spark itself would keep them until
   * the driver's next full garbage collection.
   */
  private void dropFiles(JavaPairRDD<Integer, WorkerSlice> dealt) {
    int shuffle =
        ((ShuffleDependency<?, ?, ?>) ScalaBridge.dependencies(dealt.rdd()).get(0)).shuffleId();
    Option<ContextCleaner> cleaner = spark.sc().cleaner();
    if (cleaner.isDefined()) {
      cleaner.get().doCleanupShuffle(shuffle, false);
    }
  }

  /** Averages one slice over all workers: a shuffle delivers them in any order. */
  private record AverageSlices(ReturnedSlices returned, StartState start)
      implements FlatMapFunction<Iterator<Tuple2<Integer, WorkerSlice>>, AveragedSlice> {

    @Override
    public Iterator<AveragedSlice> call(Iterator<Tuple2<Integer, WorkerSlice>> dealt) {
      List<WorkerSlice> slices = new ArrayList<>();
      int index = -1;
      while (dealt.hasNext()) {
        Tuple2<Integer, WorkerSlice> next = dealt.next();
        index = next._1();
        slices.add(next._2());
      }
      slices.sort(Comparator.comparing(slice -> slice.report().worker()));
      List<WorkerReport> reports = slices.stream().map(WorkerSlice::report).toList();
      List<byte[]> bytes = slices.stream().map(WorkerSlice::bytes).toList();
      byte[] mean = returned.average(index, reports, bytes, start);
      return List.of(new AveragedSlice(index, mean, reports)).iterator();
    }
  }

  /** A partition's single averaged slice, as it is. */
  private static final class OnlyElement
      extends AbstractFunction2<
          TaskContext, scala.collection.Iterator<AveragedSlice>, AveragedSlice>
      implements Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public AveragedSlice apply(
        TaskContext context, scala.collection.Iterator<AveragedSlice> slices) {
      return slices.next();
    }
  }

  /**
   * Puts each averaged slice into its place as it arrives, so that the driver never holds all of
   * them a second time.
   */
  private static final class PutSlice extends AbstractFunction2<Object, AveragedSlice, BoxedUnit> {

    private final List<StateSlice> slices;
    private final AveragedState average;
    private final AtomicReference<List<WorkerReport>> reports = new AtomicReference<>();

    PutSlice(List<StateSlice> slices, AveragedState average) {
      this.slices = slices;
      this.average = average;
    }

    @Override
    public BoxedUnit apply(Object partition, AveragedSlice averaged) {
      average.put(slices.get(averaged.index()), averaged.mean());
      reports.set(averaged.reports());
      return BoxedUnit.UNIT;
    }

    /** In the workers' order; null before the first slice. */
    List<WorkerReport> reports() {
      return reports.get();
    }
  }

  /**
   * A slice, averaged over all workers.
   *
   * @param mean floats in the machine's byte order
   * @param reports of the workers, in their order
   */
  private record AveragedSlice(int index, byte[] mean, List<WorkerReport> reports)
      implements Serializable {}
}
