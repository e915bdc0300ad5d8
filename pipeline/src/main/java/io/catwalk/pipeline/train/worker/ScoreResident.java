package io.catwalk.pipeline.train.worker;

import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.state.StartState;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores what lies on an executor, with a network that training left there or a new one.
 *
 * @param minibatch examples at once
 */
public record ScoreResident(Broadcast<TrainingSetup> setup, StartState parameters, int minibatch)
    implements FlatMapFunction<Iterator<ResidentExamples>, ValidationCounts> {

  @Override
  public Iterator<ValidationCounts> call(Iterator<ResidentExamples> resident) throws IOException {
    ResidentExamples examples = resident.next();
    TrainingSetup training = setup.value();
    TrainingNetworks networks = TrainingNetworks.ofThisExecutor();
    WorkerNetwork workerNetwork = networks.borrow(training, examples);
    parameters.restore(training.slices(), workerNetwork.network());
    workerNetwork.begin(training.plan().recipe(), minibatch, 0, 1);
    ValidationCounts counts = new ValidationCounts(training.plan().vectoriser().classes());
    int[] order = IntStream.range(0, examples.size()).toArray();
    MinibatchFeed.Range all =
        new MinibatchFeed.Range(examples, order, 0, examples.size(), minibatch);
    for (int from = 0; from < examples.size(); from += minibatch) {
      INDArray output = workerNetwork.output(workerNetwork.feed().fill(all, from));
      float[][] probabilities = output.toFloatMatrix();
      for (int i = 0; i < probabilities.length; i++) {
        counts.add(probabilities[i], examples.label(from + i));
      }
    }
    workerNetwork.endScoring();
    networks.giveBack(training, workerNetwork);
    return List.of(counts).iterator();
  }
}
