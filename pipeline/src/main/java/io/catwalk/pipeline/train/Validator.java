package io.catwalk.pipeline.train;

import io.catwalk.pipeline.ingest.Vectoriser;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Scores a network on the validation split, where that lies. */
final class Validator {

  private final JavaSparkContext spark;
  private final JavaRDD<ResidentExamples> layout;
  private final long examples;
  private final Vectoriser vectoriser;
  private final Extraction extraction;

  /**
   * @param examples in the split
   * @param extraction what happens to examples before the network sees them; null for nothing
   */
  Validator(
      JavaSparkContext spark,
      JavaRDD<ResidentExamples> layout,
      long examples,
      Vectoriser vectoriser,
      Extraction extraction) {
    this.spark = spark;
    this.layout = layout;
    this.examples = examples;
    this.vectoriser = vectoriser;
    this.extraction = extraction;
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
            TrainingSetup.configuration(network),
            vectoriser,
            extraction,
            Recipe.PLAIN,
            parameters,
            Compression.NONE,
            false);
    Broadcast<TrainingSetup> sent = spark.broadcast(setup);
    StartState state = BroadcastState.of(spark, parameters, network);
    try {
      // In partition order, so that the sum of doubles is the same every time.
      return layout.mapPartitions(new ScoreResident(sent, state)).collect().stream()
          .reduce(new ValidationCounts(vectoriser.classes()), ValidationCounts::plus)
          .score();
    } finally {
      state.release();
      sent.destroy();
    }
  }
}
