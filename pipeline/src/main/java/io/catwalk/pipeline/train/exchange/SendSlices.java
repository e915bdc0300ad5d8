package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.StateEncoder;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.worker.WorkerNetwork;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction2;
import scala.Tuple2;

/**
 * One worker's part of a round; its state goes out slice by slice.
 *
 * @param returned indexes of the slices that are averaged
 */
record SendSlices(WorkerTask task, List<Integer> returned)
    implements FlatMapFunction2<
        Iterator<StartState>, Iterator<ResidentExamples>, Tuple2<Integer, WorkerSlice>> {

  @Override
  public Iterator<Tuple2<Integer, WorkerSlice>> call(
      Iterator<StartState> starts, Iterator<ResidentExamples> resident) throws IOException {
    ResidentExamples examples = resident.next();
    WorkerNetwork workerNetwork = task.borrowNetwork(examples);
    StartState start = starts.next();
    WorkerReport report = task.train(workerNetwork, start, TaskContext.getPartitionId(), examples);
    Iterator<Integer> indexes = returned.iterator();
    return new Iterator<>() {
      private boolean lent = true;

      @Override
      public boolean hasNext() {
        // Asked only after the slice before has been written.
        if (!indexes.hasNext() && lent) {
          lent = false;
          task.giveBack(workerNetwork);
        }
        return indexes.hasNext();
      }

      @Override
      public Tuple2<Integer, WorkerSlice> next() {
        int index = indexes.next();
        StateEncoder encoder = task.setup().value().encoder(index);
        byte[] origin = encoder.origin(start, index);
        return new Tuple2<>(
            index, new WorkerSlice(report, encoder, workerNetwork.network(), origin));
      }
    };
  }
}
