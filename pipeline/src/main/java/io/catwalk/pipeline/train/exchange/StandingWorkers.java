package io.catwalk.pipeline.train.exchange;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Who of a session's workers is there. One that Spark starts a second time, or whose executor is
 * gone, ends the session: {@link #trouble}. Nothing here waits for a worker while it holds the
 * lock.
 */
final class StandingWorkers implements AutoCloseable {

  private final String token = UUID.randomUUID().toString();
  private final WatchedInput.Lookout lookout;
  private final WorkerPort port;
  private final Map<Integer, Present> present = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private String trouble = "";
  private boolean closed;

  /**
   * @param address of the driver to listen on
   * @param lookout throws when no worker can answer any more
   * @throws java.io.UncheckedIOException when it cannot listen there
   */
  StandingWorkers(String address, WatchedInput.Lookout lookout) {
    this.lookout = lookout;
    this.port = new WorkerPort(address, token, this::welcome);
  }

  private record Present(RoundWire wire, String executor) {}

  int port() {
    return port.number();
  }

  String token() {
    return token;
  }

  private void welcome(Greeting greeting, SocketChannel channel) throws IOException {
    RoundWire wire = new RoundWire(channel.socket(), lookout);
    if (!admitted(greeting, wire)) {
      // Its task fails. Were it asked to go, Spark would take it for one that has done its part,
      // and never start that part again.
      wire.close();
    }
  }

  private boolean admitted(Greeting greeting, RoundWire wire) {
    lock.lock();
    try {
      if (closed || removed.contains(greeting.executor())) {
        return false;
      }
      if (present.containsKey(greeting.worker())) {
        trouble =
            String.format(Locale.ROOT, "Spark has started worker %d again", greeting.worker());
        changed.signalAll();
        return false;
      }
      present.put(greeting.worker(), new Present(wire, greeting.executor()));
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A worker's connection; empty when it has none after this time, or there is trouble. */
  Optional<RoundWire> find(int worker, long milliseconds) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
      while (!present.containsKey(worker) && trouble.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return trouble.isEmpty()
          ? Optional.ofNullable(present.get(worker)).map(Present::wire)
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Why these workers cannot finish a round any more; empty while they can. */
  Optional<String> trouble() {
    lock.lock();
    try {
      return Optional.of(trouble).filter(text -> !text.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /** Cuts off the workers of an executor that Spark has given up; it may merely be silent. */
  void executorRemoved(String executor) {
    List<RoundWire> theirs;
    lock.lock();
    try {
      removed.add(executor);
      theirs =
          present.values().stream()
              .filter(each -> each.executor().equals(executor))
              .map(Present::wire)
              .toList();
      if (!theirs.isEmpty()) {
        trouble = "Executor " + executor + " was removed";
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    theirs.forEach(RoundWire::close);
  }

  /** Breaks all connections: whoever trains learns of it when it answers. */
  void cutOff() {
    close(RoundWire::close);
  }

  /** Tells all workers that no more rounds follow. */
  @Override
  public void close() {
    close(RoundWire::dismiss);
  }

  private void close(Consumer<RoundWire> parting) {
    List<RoundWire> all;
    lock.lock();
    try {
      closed = true;
      all = present.values().stream().map(Present::wire).toList();
      present.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    port.close();
    all.forEach(parting);
  }
}
