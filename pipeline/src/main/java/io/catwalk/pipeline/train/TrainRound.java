package io.catwalk.pipeline.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction2;

/**
 * One worker's part of a round; its state goes to the driver as it is.
 *
 * @param returned indexes of the slices that are averaged
 */
record TrainRound(WorkerTask task, List<Integer> returned)
    implements FlatMapFunction2<Iterator<StartState>, Iterator<ResidentExamples>, WorkerResult> {

  @Override
  public Iterator<WorkerResult> call(
      Iterator<StartState> starts, Iterator<ResidentExamples> resident) throws IOException {
    return List.of(train(starts.next(), TaskContext.getPartitionId(), resident.next())).iterator();
  }

  WorkerResult train(StartState start, int worker, ResidentExamples examples) throws IOException {
    TrainingSeat seat = task.borrowSeat();
    WorkerReport report = task.train(seat, start, worker, examples);
    long began = System.nanoTime();
    byte[][] slices = new byte[returned.size()][];
    for (int i = 0; i < slices.length; i++) {
      slices[i] = encode(seat, start, returned.get(i));
    }
    task.giveBack(seat);
    WorkerTimes times = report.times().withRead(System.nanoTime() - began);
    return new WorkerResult(report.with(times), slices);
  }

  private byte[] encode(TrainingSeat seat, StartState start, int index) throws IOException {
    TrainingSetup setup = task.setup().value();
    StateSlice slice = setup.slices().get(index);
    if (setup.compression() == Compression.NONE) {
      return slice.read(seat.network());
    }
    StateEncoder encoder = new StateEncoder(setup.compression(), slice);
    ByteArrayOutputStream out = new ByteArrayOutputStream(encoder.usualBytes());
    ByteBuffer started = ByteBuffer.wrap(start.slice(index)).order(ByteOrder.nativeOrder());
    encoder.write(seat.network(), started, out);
    return out.toByteArray();
  }
}
