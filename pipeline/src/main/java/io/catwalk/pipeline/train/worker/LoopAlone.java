package io.catwalk.pipeline.train.worker;

import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.state.WorkerReport.WorkerTimes;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction2;

/** A worker that goes through its examples so many times and averages with nobody. */
public record LoopAlone(WorkerTask task, int times)
    implements FlatMapFunction2<Iterator<StartState>, Iterator<ResidentExamples>, WorkerReport> {

  @Override
  public Iterator<WorkerReport> call(
      Iterator<StartState> starts, Iterator<ResidentExamples> resident) throws IOException {
    ResidentExamples examples = resident.next();
    WorkerNetwork workerNetwork = task.borrowNetwork(examples);
    WorkerReport report =
        task.train(workerNetwork, starts.next(), TaskContext.getPartitionId(), examples);
    long began = System.nanoTime();
    for (int i = 1; i < times; i++) {
      task.fit(workerNetwork, report.worker(), examples);
    }
    long compute = report.times().compute() + System.nanoTime() - began;
    task.giveBack(workerNetwork);
    return List.of(
            new WorkerReport(
                report.worker(),
                report.executor(),
                report.examples() * times,
                report.lossSum(),
                report.iterations(),
                new WorkerTimes(0, 0, compute, 0)))
        .iterator();
  }
}
