package io.catwalk.pipeline.train;

import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.data.Extraction;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.TrainingPlan;
import io.catwalk.pipeline.train.exchange.Transport;
import io.catwalk.pipeline.train.state.BroadcastState;
import io.catwalk.pipeline.train.state.Compression;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.StatePart;
import io.catwalk.pipeline.train.state.StateSlice;
import io.catwalk.pipeline.train.worker.ScoreResident;
import io.catwalk.pipeline.train.worker.TrainingSetup;
import io.catwalk.pipeline.train.worker.ValidationCounts;
import io.catwalk.pipeline.train.worker.ValidationScore;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Scores a network on the validation split, where that lies. */
final class Validator {

  private static final int MINIBATCH = 256;

  private final JavaSparkContext spark;
  private final JavaRDD<ResidentExamples> layout;
  private final long examples;
  private final TrainingPlan plan;
  private final int minibatch;

  /**
   * @param examples in the split
   * @param config of the training whose networks it scores
   */
  Validator(
      JavaSparkContext spark,
      JavaRDD<ResidentExamples> layout,
      long examples,
      Vectoriser vectoriser,
      Extraction extraction,
      TrainingConfig config) {
    this.spark = spark;
    this.layout = layout;
    this.examples = examples;
    this.plan = new TrainingPlan(vectoriser, extraction, Recipe.scoring(config));
    // What trains on a device has room for its own minibatches there.
    this.minibatch = config.compute().device().isEmpty() ? MINIBATCH : config.minibatch();
  }

  /** Whether there is nothing to score on. */
  boolean idle() {
    return examples == 0;
  }

  ValidationScore score(MultiLayerNetwork network) {
    if (idle()) {
      return ValidationScore.NONE;
    }
    List<StateSlice> parameters =
        StateSlice.of(network, Transport.USUAL.valuesOfSlice(layout.getNumPartitions())).stream()
            .filter(slice -> slice.part() == StatePart.PARAMETERS)
            .toList();
    TrainingSetup setup =
        new TrainingSetup(
            TrainingSetup.configuration(network), plan, parameters, Compression.NONE, false);
    Broadcast<TrainingSetup> sent = spark.broadcast(setup);
    StartState state = BroadcastState.of(spark, parameters, network);
    try {
      // In partition order, so that the sum of doubles is the same every time.
      return layout.mapPartitions(new ScoreResident(sent, state, minibatch)).collect().stream()
          .reduce(new ValidationCounts(plan.vectoriser().classes()), ValidationCounts::plus)
          .score();
    } finally {
      state.release();
      sent.destroy();
    }
  }
}
