package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.StateSlice;
import io.catwalk.pipeline.train.worker.WorkerReport;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Puts each averaged slice into its place as it arrives, so that the driver never holds all of them
 * a second time.
 */
final class PutSlice extends AbstractFunction2<Object, AveragedSlice, BoxedUnit> {

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
