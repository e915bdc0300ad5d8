package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.data.IndexPartitioner;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.worker.WorkerReport;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ContextCleaner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import scala.Option;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * Workers send their states slice by slice to executors, each of which averages some slices; the
 * driver receives averages alone. One job of two stages, in which nobody holds all workers' states.
 */
public final class SlicedExchange implements Exchange {

  private final JobStart jobStart;
  private final JavaRDD<ResidentExamples> layout;
  private final ReturnedSlices returned;

  public SlicedExchange(
      JobStart jobStart, JavaRDD<ResidentExamples> layout, ReturnedSlices returned) {
    this.jobStart = jobStart;
    this.layout = layout;
    this.returned = returned;
  }

  @Override
  public StartState prepare(MultiLayerNetwork network) {
    return jobStart.of(network);
  }

  @Override
  public List<WorkerReport> run(WorkerTask task, StartState start, AveragedState average) {
    int workers = layout.getNumPartitions();
    JavaSparkContext spark = jobStart.spark();
    List<Integer> indexes = returned.indexes();
    JavaRDD<StartState> starts = spark.parallelize(Collections.nCopies(workers, start), workers);
    JavaPairRDD<Integer, WorkerSlice> dealt =
        JavaPairRDD.fromJavaRDD(starts.zipPartitions(layout, new SendSlices(task, indexes)))
            .partitionBy(new IndexPartitioner(indexes.size()));
    try {
      PutSlice into = new PutSlice(returned.all(), average);
      spark
          .sc()
          .runJob(
              dealt.mapPartitions(new AverageSlices(returned, start), true).rdd(),
              new OnlyElement(),
              JavaConverters.asScalaBuffer(
                      IntStream.range(0, indexes.size()).<Object>mapToObj(i -> i).toList())
                  .toSeq(),
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
    int shuffle = ((ShuffleDependency<?, ?, ?>) dealt.rdd().dependencies().head()).shuffleId();
    Option<ContextCleaner> cleaner = jobStart.spark().sc().cleaner();
    if (cleaner.isDefined()) {
      cleaner.get().doCleanupShuffle(shuffle, false);
    }
  }
}
