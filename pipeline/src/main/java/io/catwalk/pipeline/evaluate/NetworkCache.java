package io.catwalk.pipeline.evaluate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The per-executor model cache: static state that changes, because Spark gives a task nothing that
 * outlives it, and building a network of 46 million parameters takes longer than scoring a
 * partition. ArchitectureTest names all such classes.
 *
 * <p>A network is no object for two threads, so each is lent to one task at a time: a model has as
 * many networks as tasks score with it at the same moment. The networks of the two models that were
 * used last are kept (two, since a challenger is judged beside its champion); older ones give their
 * memory back.
 */
final class NetworkCache {

  private static final NetworkCache EXECUTOR = new NetworkCache(2);

  private final int capacity;

  /** Idle networks a model; the model used longest ago comes first. */
  private final Map<Key, Deque<ScoringNetwork>> idle = new LinkedHashMap<>(4, 0.75f, true);

  NetworkCache(int capacity) {
    this.capacity = capacity;
  }

  /** The one of this JVM. */
  static NetworkCache ofExecutor() {
    return EXECUTOR;
  }

  /**
   * Lends a network for one use; it must not be kept. A network whose use failed is not lent again.
   */
  <T> T with(FrozenNetwork model, ScoringNetwork.Way way, Function<ScoringNetwork, T> use) {
    Key key = new Key(model.parametersSha256(), model.snapshot().configuration(), way);
    ScoringNetwork lent = take(key);
    ScoringNetwork network = lent == null ? new ScoringNetwork(model, way) : lent;
    T result = use.apply(network);
    giveBack(key, network);
    return result;
  }

  private synchronized ScoringNetwork take(Key key) {
    Deque<ScoringNetwork> networks = idle.computeIfAbsent(key, k -> new ArrayDeque<>());
    if (idle.size() > capacity) {
      Key oldest = idle.keySet().iterator().next();
      idle.remove(oldest).forEach(ScoringNetwork::close);
    }
    return networks.poll();
  }

  private synchronized void giveBack(Key key, ScoringNetwork network) {
    Deque<ScoringNetwork> networks = idle.get(key);
    if (networks == null) {
      network.close();
    } else {
      networks.push(network);
    }
  }

  private record Key(String parametersSha256, String configuration, ScoringNetwork.Way way) {}
}
