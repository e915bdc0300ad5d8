package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.worker.TrainRound;
import io.catwalk.pipeline.train.worker.TrainRound.WorkerResult;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Every worker sends its state to the driver, which averages: the fewest steps. */
public final class DirectExchange extends JobExchange {

  public DirectExchange(
      JavaSparkContext spark,
      JavaRDD<ResidentExamples> layout,
      ReturnedSlices returned,
      boolean carries) {
    super(spark, layout, returned, carries);
  }

  @Override
  List<WorkerReport> run(WorkerTask task, StartState start, AveragedState average) {
    // In partition order, which is the workers'.
    List<WorkerResult> results =
        starts(start).zipPartitions(layout, new TrainRound(task, returned.indexes())).collect();
    List<WorkerReport> reports = results.stream().map(WorkerResult::report).toList();
    IntStream.range(0, returned.indexes().size())
        .parallel()
        .forEach(
            i -> {
              int index = returned.indexes().get(i);
              List<byte[]> slices = results.stream().map(result -> result.slices()[i]).toList();
              average.put(returned.slice(index), returned.average(index, reports, slices, start));
            });
    return reports;
  }
}
