package io.catwalk.pipeline.train.averaging;

import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.RoundMinibatches;
import io.catwalk.pipeline.train.data.RoundMinibatches.Consumed;
import io.catwalk.pipeline.train.data.RoundPlan;
import java.util.HashSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;

/**
 * dl4j-spark's {@link ParameterAveragingTrainingMaster}, fed one round at a time.
 *
 * <p>Left to itself it scans all data anew for every round, silently skips a last round that is not
 * full, counts iterations that never ran and forgets the updater's state. Given exactly the
 * minibatches of one round it can do none of that.
 */
public final class StockAveragingMaster implements AveragingMaster {

  private final JavaSparkContext spark;
  private final JavaRDD<ResidentExamples> layout;
  private final Vectoriser vectoriser;
  private final SparkDl4jMultiLayer trainer;

  public StockAveragingMaster(
      JavaSparkContext spark,
      JavaRDD<ResidentExamples> layout,
      Vectoriser vectoriser,
      MultiLayerNetwork network,
      TrainingConfig config) {
    this.spark = spark;
    this.layout = layout;
    this.vectoriser = vectoriser;
    this.trainer = new SparkDl4jMultiLayer(spark, network, master(config));
  }

  private static ParameterAveragingTrainingMaster master(TrainingConfig config) {
    return new ParameterAveragingTrainingMaster.Builder(config.workers(), config.minibatch())
        .batchSizePerWorker(config.minibatch())
        .averagingFrequency(config.averaging().frequency())
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .repartionData(Repartition.Never)
        // Documented as on, and off: without it Adam and momentum restart from zero every round.
        .saveUpdater(true)
        .workerPrefetchNumBatches(0)
        // It would persist the round's minibatches, which are made as they are used.
        .storageLevel(null)
        .build();
  }

  @Override
  public RoundResult run(RoundPlan plan) {
    CollectionAccumulator<Consumed> consumed =
        spark.sc().collectionAccumulator("minibatches consumed");
    JavaRDD<DataSet> minibatches =
        layout.mapPartitionsWithIndex(new RoundMinibatches(plan, vectoriser, consumed), true);
    MultiLayerNetwork network = network();
    int iterations = network.getIterationCount();
    trainer.fit(minibatches);
    HashSet<Consumed> once = new HashSet<>(consumed.value());
    // It adds the averaging frequency for short rounds too, and one epoch a call.
    network.setIterationCount(iterations + steps(once));
    network.setEpochCount(plan.epoch() - 1);
    return new RoundResult(once.stream().mapToLong(Consumed::examples).sum(), trainer.getScore());
  }

  /** Gradient steps that the busiest worker made. */
  private static int steps(HashSet<Consumed> consumed) {
    return (int) consumed.stream().filter(minibatch -> minibatch.worker() == 0).count();
  }

  @Override
  public MultiLayerNetwork network() {
    return trainer.getNetwork();
  }

  @Override
  public void close() {
    trainer.getTrainingMaster().deleteTempFiles(spark);
  }
}
