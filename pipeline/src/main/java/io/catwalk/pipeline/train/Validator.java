package io.catwalk.pipeline.train;

import io.catwalk.pipeline.ingest.Vectoriser;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Scores a network on the validation split, where that lies. */
final class Validator {

  private final JavaSparkContext spark;
  private final JavaRDD<ResidentExamples> layout;
  private final Vectoriser vectoriser;

  Validator(JavaSparkContext spark, JavaRDD<ResidentExamples> layout, Vectoriser vectoriser) {
    this.spark = spark;
    this.layout = layout;
    this.vectoriser = vectoriser;
  }

  ValidationScore score(MultiLayerNetwork network) {
    Broadcast<NetworkSnapshot> snapshot = spark.broadcast(NetworkSnapshot.of(network));
    try {
      // In partition order, so that the sum of doubles is the same every time.
      return layout.mapPartitions(new ScoreResident(snapshot, vectoriser)).collect().stream()
          .reduce(ValidationScore.NONE, ValidationScore::plus);
    } finally {
      snapshot.destroy();
    }
  }
}
