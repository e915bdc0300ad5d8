package io.catwalk.pipeline.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where standing workers report for work: a port of the driver. One that was lost is replaced by
 * whom Spark starts in its stead.
 */
final class StandingWorkers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StandingWorkers.class);

  private final String token = UUID.randomUUID().toString();
  private final ServerSocket server;
  private final Map<Integer, RoundWire> present = new HashMap<>();
  private final Map<Integer, Long> attempts = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;

  /**
   * @param address of the driver to listen on
   */
  StandingWorkers(String address) {
    try {
      server = new ServerSocket(0, 0, InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException("The driver cannot listen on " + address, e);
    }
    Thread door = new Thread(this::welcome, "catwalk-workers");
    door.setDaemon(true);
    door.start();
  }

  int port() {
    return server.getLocalPort();
  }

  String token() {
    return token;
  }

  private void welcome() {
    while (!server.isClosed()) {
      try {
        welcome(server.accept());
      } catch (IOException e) {
        // Closed, or somebody who went again.
        LOG.debug("No worker", e);
      }
    }
  }

  private void welcome(Socket socket) throws IOException {
    RoundWire wire = new RoundWire(socket);
    // Somebody who says nothing must not keep the others waiting.
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(10));
    RoundWire.Hello hello = wire.greeting();
    socket.setSoTimeout(0);
    lock.lock();
    try {
      boolean known = token.equals(hello.token()) && !closed;
      if (!known || hello.attempt() < attempts.getOrDefault(hello.worker(), -1L)) {
        // Asked to go, not cut off: a task that fails would be started again.
        wire.sendHome();
        return;
      }
      attempts.put(hello.worker(), hello.attempt());
      RoundWire before = present.put(hello.worker(), wire);
      if (before != null) {
        before.sendHome();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A worker's connection, or null when it has none after this time. */
  RoundWire find(int worker, long milliseconds) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
      while (!present.containsKey(worker) && left > 0) {
        left = changed.awaitNanos(left);
      }
      return present.get(worker);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a connection that failed. */
  void lost(int worker, RoundWire wire) {
    wire.close();
    lock.lock();
    try {
      present.remove(worker, wire);
    } finally {
      lock.unlock();
    }
  }

  /** Breaks all connections: whoever trains learns of it when it answers. */
  void cutOff() {
    close(RoundWire::close);
  }

  /** Sends all workers home. */
  @Override
  public void close() {
    close(RoundWire::sendHome);
  }

  private void close(Consumer<RoundWire> parting) {
    lock.lock();
    try {
      closed = true;
      present.values().forEach(parting);
      present.clear();
    } finally {
      lock.unlock();
    }
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("Closing the port", e);
    }
  }
}
