package io.catwalk.pipeline.train.averaging;

import io.catwalk.models.learning.DirectUpdater;
import io.catwalk.models.learning.LearningRate;
import io.catwalk.pipeline.bench.trial.RoundTrial;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.spark.BlockHolders;
import io.catwalk.pipeline.spark.ExecutorSlots;
import io.catwalk.pipeline.train.data.Placement;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.data.TrainingPlan;
import io.catwalk.pipeline.train.exchange.DirectExchange;
import io.catwalk.pipeline.train.exchange.Exchange;
import io.catwalk.pipeline.train.exchange.MaxResultSize;
import io.catwalk.pipeline.train.exchange.SlicedExchange;
import io.catwalk.pipeline.train.exchange.StandingExchange;
import io.catwalk.pipeline.train.exchange.StandingSession;
import io.catwalk.pipeline.train.exchange.Transport;
import io.catwalk.pipeline.train.state.AveragedState;
import io.catwalk.pipeline.train.state.BroadcastState;
import io.catwalk.pipeline.train.state.Compression;
import io.catwalk.pipeline.train.state.NativeFloats;
import io.catwalk.pipeline.train.state.NetworkCopy;
import io.catwalk.pipeline.train.state.ReturnedSlices;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.StateSlice;
import io.catwalk.pipeline.train.state.Trainables;
import io.catwalk.pipeline.train.state.TrainingState;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.worker.LoopAlone;
import io.catwalk.pipeline.train.worker.TrainingSetup;
import io.catwalk.pipeline.train.worker.WorkerTask;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Catwalk's own parameter averaging: examples and networks stay on the executors, a round is at
 * most one Spark job and takes its minibatches by position, and parameters and updater state are
 * averaged by examples. The same seed, data and number of workers give the same parameters bit for
 * bit, wherever tasks run, however often they are retried and whichever way states travel.
 */
public final class ResidentAveragingMaster implements AveragingMaster {

  private final JavaSparkContext spark;
  private final JavaRDD<ResidentExamples> layout;
  private final MultiLayerNetwork network;
  private final OuterOptimiser outer;
  private final List<StateSlice> slices;
  private final Broadcast<TrainingSetup> setup;
  private final Exchange exchange;
  private final AveragedState average;
  private final Placement placement;
  private final Consumer<RoundCost> costs;

  public ResidentAveragingMaster(
      JavaSparkContext spark,
      JavaRDD<ResidentExamples> layout,
      MultiLayerNetwork network,
      AveragingConfig averaging,
      TrainingPlan plan) {
    this(spark, layout, network, averaging, plan, Rounds.USUAL);
  }

  public ResidentAveragingMaster(
      JavaSparkContext spark,
      JavaRDD<ResidentExamples> layout,
      MultiLayerNetwork network,
      AveragingConfig averaging,
      TrainingPlan plan,
      Rounds rounds) {
    this.spark = spark;
    this.layout = layout;
    this.network = network;
    this.costs = rounds.costs();
    Transport transport = rounds.transport();
    this.outer = new OuterOptimiser(averaging.outer(), Trainables.of(network));
    DirectUpdater.install(network);
    int workers = layout.getNumPartitions();
    slices = StateSlice.of(network, transport.valuesOfSlice(workers));
    average = new AveragedState(network);
    Compression compression = Compression.named(averaging.compression());
    ReturnedSlices returned =
        new ReturnedSlices(slices, compression, averaging.parameters(), averaging.updater());
    long bytes = stateBytes();
    boolean collects = transport.collects(bytes, workers);
    MaxResultSize.check(spark, collects ? bytes * workers : bytes);
    ExecutorSlots slots = new ExecutorSlots(spark);
    placement = new Placement(layout, () -> BlockHolders.of(layout), slots::byExecutor);
    setup =
        spark.broadcast(
            new TrainingSetup(
                TrainingSetup.configuration(network),
                plan,
                slices,
                compression,
                slots.all() >= 2 * workers));
    boolean carries = transport.carries(bytes, workers);
    Exchange jobs =
        collects
            ? new DirectExchange(spark, layout, returned, carries)
            : new SlicedExchange(spark, layout, returned, carries);
    exchange =
        transport.streams(bytes, workers) && StandingExchange.allowed(spark.getConf())
            ? new StandingExchange(
                layout, returned, setup, jobs, slots::all, StandingSession.Limits.USUAL)
            : jobs;
  }

  /**
   * How rounds are run, and who hears of it.
   *
   * @param costs told what each round cost
   */
  public record Rounds(Transport transport, Consumer<RoundCost> costs) {

    static final Rounds USUAL = new Rounds(Transport.USUAL, cost -> {});

    /** Of the usual transport. */
    public static Rounds telling(Consumer<RoundCost> costs) {
      return new Rounds(Transport.USUAL, costs);
    }
  }

  @Override
  public RoundResult run(RoundPlan plan) {
    long began = System.nanoTime();
    network.setEpochCount(plan.epoch() - 1);
    LearningRate.reduce(network, plan.rate());
    WorkerTask task = new WorkerTask(setup, plan, network.getIterationCount());
    Exchange.Round round = exchange.round(task, network, average);
    List<WorkerReport> reports = round.reports();
    long ran = System.nanoTime();
    finish(plan, reports);
    long finished = System.nanoTime();
    costs.accept(
        RoundCost.of(
            round.preparation(), ran - began - round.preparation(), finished - ran, reports));
    // Standing workers have a core each, and hold their examples: Spark could not drop them.
    if (!exchange.stands()) {
      placement.spread();
    }
    long examples = reports.stream().mapToLong(WorkerReport::examples).sum();
    double lossSum = reports.stream().mapToDouble(WorkerReport::lossSum).sum();
    List<Double> losses =
        reports.stream().map(worker -> worker.lossSum() / Math.max(1, worker.examples())).toList();
    return new RoundResult(examples, lossSum / examples, losses);
  }

  /** Every worker alone; see {@link RoundTrial#independentLoops}. */
  public double independentLoops(RoundPlan plan, int times) {
    rest();
    StartState start = BroadcastState.of(spark, slices, network);
    try {
      WorkerTask task = new WorkerTask(setup, plan, network.getIterationCount());
      int workers = layout.getNumPartitions();
      return spark
          .parallelize(Collections.nCopies(workers, start), workers)
          .zipPartitions(layout, new LoopAlone(task, times))
          .collect()
          .stream()
          .mapToDouble(report -> report.examples() * 1e9 / report.times().compute())
          .sum();
    } finally {
      start.release();
    }
  }

  /** Whether workers stand by, so that a round is no Spark job of its own. */
  public boolean stands() {
    return exchange.stands();
  }

  /** Of the state that is averaged. */
  public long stateBytes() {
    return slices.stream().mapToLong(StateSlice::bytes).sum();
  }

  private void finish(RoundPlan plan, List<WorkerReport> reports) {
    int iterations =
        reports.stream()
            .filter(report -> report.examples() > 0)
            .mapToInt(WorkerReport::iterations)
            .max()
            .orElseThrow();
    TrainingState averaged = average.state(iterations, plan.epoch() - 1);
    if (outer.velocity().length > 0) {
      float[] start = NativeFloats.read(network.params());
      averaged = averaged.withParameters(outer.next(start, averaged.parameters()));
    }
    averaged.restore(network);
  }

  @Override
  public MultiLayerNetwork network() {
    return network;
  }

  @Override
  public float[] velocity() {
    return outer.velocity();
  }

  @Override
  public void restore(NetworkCopy copy, float[] velocity) {
    copy.restore(network);
    outer.restore(velocity);
  }

  @Override
  public void rest() {
    exchange.rest();
    placement.spread();
  }

  @Override
  public void pause() {
    if (exchange.lostWorkers()) {
      rest();
    }
  }

  @Override
  public void abandon() {
    exchange.abandon();
  }

  @Override
  public void close() {
    exchange.close();
    // Executors forget their networks when the next training asks for its own.
    setup.destroy();
  }
}
