package io.catwalk.pipeline.train.worker;

import io.catwalk.models.learning.DirectUpdater;
import io.catwalk.models.learning.LearningRate;
import io.catwalk.pipeline.spark.EndedTask;
import io.catwalk.pipeline.train.augment.ExampleSeeds;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.state.StartState;
import io.catwalk.pipeline.train.state.WorkerReport;
import io.catwalk.pipeline.train.state.WorkerReport.WorkerTimes;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One worker's part of a round, whichever way its state then goes.
 *
 * @param setup of the training
 * @param iterations that the network has behind it when the round begins
 */
public record WorkerTask(Broadcast<TrainingSetup> setup, RoundPlan plan, int iterations)
    implements Serializable {

  public WorkerNetwork borrowNetwork(ResidentExamples examples) {
    return TrainingNetworks.ofThisExecutor().borrow(setup.value(), examples);
  }

  /** A network whose task threw is not given back, so a network in an unknown state is not lent. */
  public void giveBack(WorkerNetwork workerNetwork) {
    TrainingNetworks.ofThisExecutor().giveBack(setup.value(), workerNetwork);
  }

  /** Fits the round's minibatches to the worker's network, in place. */
  public WorkerReport train(
      WorkerNetwork workerNetwork, StartState start, int worker, ResidentExamples examples)
      throws IOException {
    MultiLayerNetwork network = workerNetwork.network();
    long began = System.nanoTime();
    long received = start.restore(setup.value().slices(), network);
    network.setIterationCount(iterations);
    network.setEpochCount(plan.epoch() - 1);
    LearningRate.reduce(network, plan.rate());
    DirectUpdater.clip(network, setup.value().plan().recipe().clipping());
    long restored = System.nanoTime();
    double lossSum = fit(workerNetwork, worker, examples);
    long fitted = System.nanoTime();
    return new WorkerReport(
        worker,
        SparkEnv.get().executorId(),
        (long) plan.to(examples.size()) - plan.from(examples.size()),
        lossSum,
        network.getIterationCount(),
        new WorkerTimes(received, restored - began - received, fitted - restored, 0));
  }

  /** Fits the round's minibatches; returns the sum of {@link WorkerReport#lossSum}. */
  double fit(WorkerNetwork workerNetwork, int worker, ResidentExamples examples) {
    // What is random in training depends on what is trained, not on which executor does it.
    Nd4j.getRandom().setSeed(plan.randomSeed(worker));
    int size = examples.size();
    Recipe recipe = setup.value().plan().recipe();
    MinibatchFeed.Range range =
        new MinibatchFeed.Range(
            examples,
            TrainingNetworks.ofThisExecutor().order(plan, worker, examples, recipe.balanced()),
            plan.from(size),
            plan.to(size),
            plan.minibatch(),
            recipe,
            new ExampleSeeds(plan.seed(), plan.epoch(), worker, recipe.workers()));
    // What lies on a device is not read again.
    if (!workerNetwork.holds(examples)) {
      examples.willRead(range.order(), range.from(), range.to());
    }
    workerNetwork.begin(recipe, plan.minibatch(), plan.randomSeed(worker), plan.rate());
    double lossSum =
        workerNetwork
            .fit(range, EndedTask::check)
            .orElseGet(() -> eachMinibatch(workerNetwork, range));
    workerNetwork.end();
    return lossSum;
  }

  private double eachMinibatch(WorkerNetwork workerNetwork, MinibatchFeed.Range range) {
    double[] lossSum = new double[1];
    workerNetwork
        .feed()
        .each(
            range,
            setup.value().ahead(),
            minibatch -> {
              EndedTask.check();
              lossSum[0] += workerNetwork.fit(minibatch) * minibatch.size();
            });
    return lossSum[0];
  }
}
