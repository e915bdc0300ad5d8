package io.catwalk.pipeline.train.worker;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.data.BalancedOrder;
import io.catwalk.pipeline.train.data.EpochOrder;
import io.catwalk.pipeline.train.data.Extraction;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.RoundPlan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps an executor's networks between rounds, and the orders of the epoch. The only state of a
 * training that outlives a task; it holds no more networks than tasks ran at once, all of one
 * training, and nothing that a task could not make anew.
 */
final class TrainingNetworks {

  private static final TrainingNetworks OF_THIS_EXECUTOR = new TrainingNetworks();

  private final Deque<WorkerNetwork> idle = new ArrayDeque<>();
  private final Map<Integer, Order> orders = new HashMap<>();
  private Key key = Key.NONE;

  private TrainingNetworks() {}

  /** What a network is made for. */
  private record Key(String configuration, Vectoriser vectoriser, Extraction extraction) {

    /** Of a training that there never is. */
    static final Key NONE =
        new Key("", Vectoriser.plain(new ImageShape(1, 1, 1), 2), Extraction.NONE);

    static Key of(TrainingSetup training) {
      return new Key(
          training.configuration(), training.plan().vectoriser(), training.plan().extraction());
    }
  }

  private record Order(long seed, int epoch, boolean balanced, int[] positions) {}

  static TrainingNetworks ofThisExecutor() {
    return OF_THIS_EXECUTOR;
  }

  /**
   * A network for one task alone.
   *
   * @param training another one forgets the networks of the last
   * @param examples that it will be used for: a network whose device holds them comes first
   */
  WorkerNetwork borrow(TrainingSetup training, ResidentExamples examples) {
    synchronized (this) {
      Key asked = Key.of(training);
      if (!key.equals(asked)) {
        key = asked;
        idle.forEach(WorkerNetwork::close);
        idle.clear();
        orders.clear();
      }
      if (!idle.isEmpty()) {
        return idle.stream()
            .filter(workerNetwork -> workerNetwork.holds(examples))
            .findFirst()
            .map(this::taken)
            .orElseGet(idle::pop);
      }
    }
    return new WorkerNetwork(
        training.configuration(), training.plan().vectoriser(), training.plan().extraction());
  }

  private WorkerNetwork taken(WorkerNetwork workerNetwork) {
    idle.remove(workerNetwork);
    return workerNetwork;
  }

  synchronized void giveBack(TrainingSetup training, WorkerNetwork workerNetwork) {
    if (key.equals(Key.of(training))) {
      idle.push(workerNetwork);
    } else {
      workerNetwork.close();
    }
  }

  /**
   * A worker's order of an epoch: computed in its first round on this executor, then kept.
   *
   * @param balanced whether all classes come equally often
   */
  synchronized int[] order(
      RoundPlan plan, int worker, ResidentExamples examples, boolean balanced) {
    Order kept = orders.get(worker);
    if (kept == null
        || kept.seed() != plan.seed()
        || kept.epoch() != plan.epoch()
        || kept.balanced() != balanced
        || kept.positions().length != examples.size()) {
      int[] positions =
          balanced
              ? BalancedOrder.of(plan.seed(), plan.epoch(), worker, examples)
              : EpochOrder.of(plan.seed(), plan.epoch(), worker, examples.size());
      kept = new Order(plan.seed(), plan.epoch(), balanced, positions);
      orders.put(worker, kept);
    }
    return kept.positions();
  }
}
