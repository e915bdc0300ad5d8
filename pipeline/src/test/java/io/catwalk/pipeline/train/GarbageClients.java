package io.catwalk.pipeline.train;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** Clients of a port who do not belong there, a thread of each kind. */
final class GarbageClients implements AutoCloseable {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Open connections of a kind; the oldest go first. */
  private static final int MOST_OPEN = 400;

  private final IntSupplier port;
  private final AtomicInteger left;
  private volatile int known;
  private final AtomicInteger made = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  /** What a client does on a connection of its own, and once again whenever another one is made. */
  private interface Kind {
    void write(Socket socket, Random random) throws IOException;
  }

  /**
   * Starts them.
   *
   * @param port asked whenever nobody listens on the one before
   * @param connections of all kinds together
   */
  GarbageClients(IntSupplier port, int connections) {
    this.port = port;
    this.left = new AtomicInteger(connections);
    start((socket, random) -> {});
    start((socket, random) -> socket.getOutputStream().write(random.nextInt()));
    start(
        (socket, random) -> {
          byte[] bytes = new byte[1 + random.nextInt(4096)];
          random.nextBytes(bytes);
          socket.getOutputStream().write(bytes);
        });
    start(
        (socket, random) ->
            socket
                .getOutputStream()
                .write(new Greeting(UUID.randomUUID().toString(), 0, 9999, "driver").bytes()));
  }

  private void start(Kind kind) {
    Thread thread = new Thread(() -> connect(kind), "garbage");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void connect(Kind kind) {
    Random random = new Random(1);
    Deque<Socket> open = new ArrayDeque<>();
    while (left.getAndDecrement() > 0) {
      try {
        open.add(new Socket(InetAddress.getLoopbackAddress(), known));
        made.incrementAndGet();
      } catch (IOException e) {
        // Between two sessions there is no port; this connection is still to be made.
        left.incrementAndGet();
        known = port.getAsInt();
      }
      open.removeIf(socket -> !wrote(kind, socket, random));
      if (open.size() > MOST_OPEN) {
        close(open.poll());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    open.forEach(GarbageClients::close);
  }

  private static boolean wrote(Kind kind, Socket socket, Random random) {
    try {
      kind.write(socket, random);
      return true;
    } catch (IOException e) {
      close(socket);
      return false;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  /** Connections that came about. */
  int made() {
    return made.get();
  }

  boolean done() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  @Override
  public void close() throws InterruptedException {
    left.set(0);
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    }
  }
}
