package io.catwalk.pipeline.train;

import io.catwalk.models.layers.DirectUpdater;
import io.catwalk.pipeline.config.AveragingConfig;
import io.catwalk.pipeline.ingest.Vectoriser;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Catwalk's own parameter averaging: examples and networks stay on the executors, a round is one
 * Spark job that takes its minibatches by position, and parameters and updater state are averaged
 * by examples. The same seed, data and number of workers give the same parameters bit for bit,
 * wherever tasks run and however often they are retried.
 */
final class ResidentAveragingMaster implements AveragingMaster {

  private final JavaSparkContext spark;
  private final JavaRDD<ResidentExamples> layout;
  private final Vectoriser vectoriser;
  private final MultiLayerNetwork network;
  private final String configuration;
  private final AveragingConfig averaging;
  private final OuterOptimiser outer;
  private final String training = UUID.randomUUID().toString();

  ResidentAveragingMaster(
      JavaSparkContext spark,
      JavaRDD<ResidentExamples> layout,
      Vectoriser vectoriser,
      MultiLayerNetwork network,
      AveragingConfig averaging) {
    this.spark = spark;
    this.layout = layout;
    this.vectoriser = vectoriser;
    this.network = network;
    this.configuration = network.getLayerWiseConfigurations().toJson();
    this.averaging = averaging;
    this.outer = new OuterOptimiser(averaging.outer(), Trainables.of(network));
    DirectUpdater.install(network);
  }

  @Override
  public RoundResult run(RoundPlan plan) {
    network.setEpochCount(plan.epoch() - 1);
    TrainingState start = TrainingState.of(network);
    Broadcast<TrainingState> sent = spark.broadcast(start);
    try {
      TrainRound round = new TrainRound(training, configuration, sent, plan, vectoriser);
      // In partition order, which is the workers'.
      List<WorkerResult> results = layout.mapPartitionsWithIndex(round, true).collect();
      TrainingState average = WeightedAverage.of(results, plan.epoch() - 1, averaging);
      average.withParameters(outer.next(start.parameters(), average.parameters())).restore(network);
      long examples = results.stream().mapToLong(WorkerResult::examples).sum();
      double lossSum = results.stream().mapToDouble(WorkerResult::lossSum).sum();
      List<Double> losses =
          results.stream()
              .map(worker -> worker.lossSum() / Math.max(1, worker.examples()))
              .toList();
      return new RoundResult(examples, lossSum / examples, losses);
    } finally {
      sent.destroy();
    }
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
  public void close() {
    // Executors forget their networks when the next training asks for its own.
  }
}
