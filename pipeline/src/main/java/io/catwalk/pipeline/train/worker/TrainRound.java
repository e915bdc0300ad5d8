package io.catwalk.pipeline.train.worker;

import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.StateEncoder;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.state.WorkerReport.WorkerTimes;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction2;

/**
 * One worker's part of a round; its state goes to the driver as it is.
 *
 * @param returned indexes of the slices that are averaged
 */
public record TrainRound(WorkerTask task, List<Integer> returned)
    implements FlatMapFunction2<
        Iterator<StartState>, Iterator<ResidentExamples>, TrainRound.WorkerResult> {

  @Override
  public Iterator<WorkerResult> call(
      Iterator<StartState> starts, Iterator<ResidentExamples> resident) throws IOException {
    StartState start = starts.next();
    ResidentExamples examples = resident.next();
    WorkerNetwork workerNetwork = task.borrowNetwork(examples);
    WorkerReport report = task.train(workerNetwork, start, TaskContext.getPartitionId(), examples);
    long began = System.nanoTime();
    byte[][] slices = new byte[returned.size()][];
    for (int i = 0; i < slices.length; i++) {
      int index = returned.get(i);
      StateEncoder encoder = task.setup().value().encoder(index);
      slices[i] = encoder.encode(workerNetwork.network(), encoder.origin(start, index));
    }
    task.giveBack(workerNetwork);
    WorkerTimes times = report.times().withRead(System.nanoTime() - began);
    return List.of(new WorkerResult(report.with(times), slices)).iterator();
  }

  /**
   * What a worker brings back from a round where its whole state goes to the driver.
   *
   * @param slices of its network's state, encoded; none of those that are not averaged
   */
  public record WorkerResult(WorkerReport report, byte[][] slices) implements Serializable {}
}
