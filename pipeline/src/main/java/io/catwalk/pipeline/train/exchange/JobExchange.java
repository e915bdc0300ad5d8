package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.BroadcastState;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.StateSlice;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A round is a Spark job: the state to start from goes with it, and is dropped after it. */
abstract class JobExchange implements Exchange {

  final JavaSparkContext spark;
  final JavaRDD<ResidentExamples> layout;
  final ReturnedSlices returned;
  private final boolean carries;

  /**
   * @param carries whether the state to start from travels with every task, not as a broadcast
   */
  JobExchange(
      JavaSparkContext spark,
      JavaRDD<ResidentExamples> layout,
      ReturnedSlices returned,
      boolean carries) {
    this.spark = spark;
    this.layout = layout;
    this.returned = returned;
    this.carries = carries;
  }

  @Override
  public Round round(WorkerTask task, MultiLayerNetwork network, AveragedState average) {
    long began = System.nanoTime();
    StartState start =
        carries
            ? CarriedState.of(returned.all(), network)
            : BroadcastState.of(spark, returned.all(), network);
    long prepared = System.nanoTime();
    try {
      return new Round(run(task, start, average), prepared - began);
    } finally {
      start.release();
    }
  }

  /**
   * @return in the workers' order
   */
  abstract List<WorkerReport> run(WorkerTask task, StartState start, AveragedState average);

  /** A copy of the start for each worker. */
  final JavaRDD<StartState> starts(StartState start) {
    int workers = layout.getNumPartitions();
    return spark.parallelize(Collections.nCopies(workers, start), workers);
  }

  /**
   * A small state, which travels with every task: a broadcast of it would cost each executor
   * several questions to the driver.
   */
  private record CarriedState(byte[][] slices) implements StartState, Serializable {

    public static CarriedState of(List<StateSlice> slices, MultiLayerNetwork network) {
      return new CarriedState(
          slices.stream().map(slice -> slice.read(network)).toArray(byte[][]::new));
    }

    @Override
    public byte[] slice(int index) {
      return slices[index];
    }
  }
}
