package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.worker.WorkerReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/** Averages one slice over all workers: a shuffle delivers them in any order. */
record AverageSlices(ReturnedSlices returned, StartState start)
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
