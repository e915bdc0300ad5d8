package io.catwalk.pipeline.train;

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
      Iterator<StartState> starts, Iterator<ResidentExamples> resident) {
    TrainingSeat seat = task.borrowSeat();
    StartState start = starts.next();
    WorkerReport report = task.train(seat, start, TaskContext.getPartitionId(), resident.next());
    Iterator<Integer> indexes = returned.iterator();
    return new Iterator<>() {
      private boolean lent = true;

      @Override
      public boolean hasNext() {
        // Asked only after the slice before has been written.
        if (!indexes.hasNext() && lent) {
          lent = false;
          task.giveBack(seat);
        }
        return indexes.hasNext();
      }

      @Override
      public Tuple2<Integer, WorkerSlice> next() {
        int index = indexes.next();
        TrainingSetup setup = task.setup().value();
        StateEncoder encoder = new StateEncoder(setup.compression(), setup.slices().get(index));
        byte[] from = setup.compression() == Compression.NONE ? null : start.slice(index);
        return new Tuple2<>(index, new WorkerSlice(report, encoder, seat.network(), from));
      }
    };
  }
}
