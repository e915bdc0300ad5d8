package io.catwalk.pipeline.train;

import io.catwalk.pipeline.ingest.Example;
import io.catwalk.pipeline.ingest.Vectoriser;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One worker's part of a round.
 *
 * @param training names the training
 * @param configuration of the network, as JSON
 * @param start what every worker starts from
 */
record TrainRound(
    String training,
    String configuration,
    Broadcast<TrainingState> start,
    RoundPlan plan,
    Vectoriser vectoriser)
    implements Function2<Integer, Iterator<ResidentExamples>, Iterator<WorkerResult>> {

  @Override
  public Iterator<WorkerResult> call(Integer worker, Iterator<ResidentExamples> resident) {
    ResidentExamples examples = resident.next();
    TrainingNetworks networks = TrainingNetworks.ofThisExecutor();
    MultiLayerNetwork network = networks.borrow(training, configuration);
    start.value().restore(network);
    WorkerResult result = fit(network, worker, examples);
    // A network that threw is not lent again.
    networks.giveBack(training, network);
    return List.of(result).iterator();
  }

  /** Fits the round's minibatches to a network, in place. */
  WorkerResult fit(MultiLayerNetwork network, int worker, ResidentExamples examples) {
    // What is random in training depends on what is trained, not on which executor does it.
    Nd4j.getRandom().setSeed(plan.randomSeed(worker));
    PlannedMinibatches minibatches = new PlannedMinibatches(plan, worker, examples);
    long consumed = 0;
    double lossSum = 0;
    while (minibatches.hasNext()) {
      List<Example> minibatch = minibatches.next();
      network.fit(vectoriser.vectorise(minibatch));
      consumed += minibatch.size();
      lossSum += network.score() * minibatch.size();
    }
    return new WorkerResult(consumed, lossSum, TrainingState.of(network));
  }
}
