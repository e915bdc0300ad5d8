package io.catwalk.pipeline.train;

import io.catwalk.pipeline.ingest.Example;
import io.catwalk.pipeline.ingest.Vectoriser;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores a network on the validation split, where that lies. */
final class Validator {

  private static final int MINIBATCH = 256;

  /** Keeps the logarithm finite, as in scikit-learn's log_loss. */
  private static final double LEAST_PROBABILITY = 1e-15;

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
      return layout.mapPartitions(new Score(snapshot, vectoriser)).collect().stream()
          .reduce(ValidationScore.NONE, ValidationScore::plus);
    } finally {
      snapshot.destroy();
    }
  }

  private record Score(Broadcast<NetworkSnapshot> snapshot, Vectoriser vectoriser)
      implements FlatMapFunction<Iterator<ResidentExamples>, ValidationScore> {

    @Override
    public Iterator<ValidationScore> call(Iterator<ResidentExamples> resident) {
      ResidentExamples examples = resident.next();
      MultiLayerNetwork network = snapshot.value().restore();
      ValidationScore score = ValidationScore.NONE;
      for (int from = 0; from < examples.size(); from += MINIBATCH) {
        List<Example> minibatch = new ArrayList<>();
        for (int i = from; i < Math.min(examples.size(), from + MINIBATCH); i++) {
          minibatch.add(examples.get(i));
        }
        score = score.plus(of(minibatch, network.output(vectoriser.features(minibatch))));
      }
      return List.of(score).iterator();
    }

    private static ValidationScore of(List<Example> examples, INDArray output) {
      float[][] probabilities = output.toFloatMatrix();
      long correct = 0;
      double loss = 0;
      for (int i = 0; i < probabilities.length; i++) {
        int label = examples.get(i).label();
        correct += best(probabilities[i]) == label ? 1 : 0;
        loss -= Math.log(Math.max(probabilities[i][label], LEAST_PROBABILITY));
      }
      return new ValidationScore(probabilities.length, correct, loss);
    }

    private static int best(float[] row) {
      int best = 0;
      for (int i = 1; i < row.length; i++) {
        best = row[i] > row[best] ? i : best;
      }
      return best;
    }
  }
}
