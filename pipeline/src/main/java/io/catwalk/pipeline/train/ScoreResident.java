package io.catwalk.pipeline.train;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores what lies on an executor, with a network that training left there or a new one. */
record ScoreResident(Broadcast<TrainingSetup> setup, StartState parameters)
    implements FlatMapFunction<Iterator<ResidentExamples>, ValidationScore> {

  private static final int MINIBATCH = 256;

  /** Keeps the logarithm finite, as in scikit-learn's log_loss. */
  private static final double LEAST_PROBABILITY = 1e-15;

  @Override
  public Iterator<ValidationScore> call(Iterator<ResidentExamples> resident) {
    ResidentExamples examples = resident.next();
    TrainingSetup training = setup.value();
    TrainingNetworks networks = TrainingNetworks.ofThisExecutor();
    TrainingSeat seat = networks.borrow(training);
    parameters.restore(training.slices(), seat.network());
    ValidationScore score = ValidationScore.NONE;
    int[] order = IntStream.range(0, examples.size()).toArray();
    MinibatchFeed.Range all =
        new MinibatchFeed.Range(examples, order, 0, examples.size(), MINIBATCH);
    for (int from = 0; from < examples.size(); from += MINIBATCH) {
      MinibatchArrays minibatch = seat.feed().fill(all, from);
      INDArray output = seat.output(minibatch);
      score = score.plus(of(examples, from, output));
    }
    networks.giveBack(training, seat);
    return List.of(score).iterator();
  }

  private static ValidationScore of(ResidentExamples examples, int from, INDArray output) {
    float[][] probabilities = output.toFloatMatrix();
    long correct = 0;
    double loss = 0;
    for (int i = 0; i < probabilities.length; i++) {
      int label = examples.label(from + i);
      correct += best(probabilities[i]) == label ? 1 : 0;
      loss -= Math.log(Math.max(probabilities[i][label], LEAST_PROBABILITY));
    }
    return new ValidationScore(probabilities.length, correct, loss);
  }

  /** Position of the largest value, the first of equal ones. */
  static int best(float[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }
}
