package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.worker.TrainRound;
import io.catwalk.pipeline.train.worker.WorkerReport;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Every worker sends its state to the driver, which averages: the fewest steps. */
public final class DirectExchange implements Exchange {

  private final JobStart jobStart;
  private final JavaRDD<ResidentExamples> layout;
  private final ReturnedSlices returned;

  public DirectExchange(
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
    JavaRDD<StartState> starts =
        jobStart.spark().parallelize(Collections.nCopies(workers, start), workers);
    // In partition order, which is the workers'.
    List<WorkerResult> results =
        starts.zipPartitions(layout, new TrainRound(task, returned.indexes())).collect();
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
