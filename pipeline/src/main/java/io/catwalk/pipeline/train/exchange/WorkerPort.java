package io.catwalk.pipeline.train.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's port for standing workers. Whoever reaches it may connect, so one thread reads all
 * greetings side by side: each has some seconds as a whole and so many bytes at most, and whoever
 * does not know the token is closed. Where too many have not greeted yet, the oldest of them is
 * closed: a worker greets in the moment in which it connects.
 */
final class WorkerPort implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerPort.class);
  private static final Duration GREETING = Duration.ofSeconds(5);
  private static final int MOST_PENDING = 1024;
  private static final int AT_ONCE = 64;
  private static final long NO_FILE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final String token;
  private final Guests guests;
  private final long greetingNanos;
  private final int mostPending;
  private final LongSupplier clock;
  private final Selector selector;
  private final ServerSocketChannel server;
  private final int port;
  private volatile boolean closed;

  /** In the order in which they connected, which is that of their deadlines. */
  private final Set<Pending> pending = new LinkedHashSet<>();

  /** Who hears of those that know the token, on the port's thread: must not wait for anything. */
  interface Guests {
    void arrived(Greeting greeting, SocketChannel channel) throws IOException;
  }

  /**
   * @param address of the driver to listen on
   * @throws UncheckedIOException when it cannot
   */
  WorkerPort(String address, String token, Guests guests) {
    this(address, token, guests, GREETING, MOST_PENDING, System::nanoTime);
  }

  /**
   * @param greeting from connecting to the last byte of the greeting
   * @param mostPending connections that have not greeted yet
   * @param clock nanoseconds
   */
  WorkerPort(
      String address,
      String token,
      Guests guests,
      Duration greeting,
      int mostPending,
      LongSupplier clock) {
    this.token = token;
    this.guests = guests;
    this.greetingNanos = greeting.toNanos();
    this.mostPending = mostPending;
    this.clock = clock;
    try {
      selector = Selector.open();
      server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getByName(address), 0), MOST_PENDING);
      port = server.socket().getLocalPort();
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new UncheckedIOException("The driver cannot listen on " + address, e);
    }
    Thread door = new Thread(this::serve, "catwalk-workers");
    door.setDaemon(true);
    door.start();
  }

  int number() {
    return port;
  }

  /** A connection that has not greeted yet. */
  private record Pending(SocketChannel channel, Greeting.Reader greeting, long since) {}

  private void serve() {
    try {
      while (!closed) {
        selector.select(untilNextDeadline());
        // Who has greeted by now is let in, however long this thread itself is kept from it.
        long looked = clock.getAsLong();
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
          SelectionKey key = keys.next();
          keys.remove();
          serve(key);
        }
        closeLate(looked);
      }
    } catch (ClosedSelectorException | CancelledKeyException e) {
      LOG.debug("The port is closed", e);
    } catch (IOException e) {
      LOG.warn("The port for workers fails: {}", e.toString());
    } finally {
      // The system listens until the selector has let go of the server's channel.
      closeSelector();
      pending.forEach(each -> drop(each.channel()));
      pending.clear();
    }
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("Closing the port", e);
    }
  }

  private void serve(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.isAcceptable()) {
      admit();
    } else {
      read(key, (Pending) key.attachment());
    }
  }

  private void admit() {
    try {
      // Those who have greeted are not to wait until all who connect have been admitted.
      for (int i = 0; i < AT_ONCE; i++) {
        SocketChannel channel = server.accept();
        if (channel == null) {
          return;
        }
        if (pending.size() >= mostPending) {
          dropOldest();
        }
        channel.configureBlocking(false);
        Pending newest = new Pending(channel, new Greeting.Reader(token), clock.getAsLong());
        channel.register(selector, SelectionKey.OP_READ, newest);
        pending.add(newest);
      }
    } catch (IOException e) {
      LOG.debug("Somebody could not be admitted", e);
      // Most likely there are no files left; without a pause it would be tried without one.
      dropOldest();
      LockSupport.parkNanos(NO_FILE_PAUSE_NANOS);
    }
  }

  private void read(SelectionKey key, Pending guest) {
    SocketChannel channel = guest.channel();
    try {
      Optional<Greeting> greeting = Optional.empty();
      for (int count = 1; count > 0 && greeting.isEmpty(); greeting = guest.greeting().whole()) {
        count = channel.read(guest.greeting().room());
        if (count < 0 || !guest.greeting().trusted()) {
          forget(guest);
          return;
        }
      }
      if (greeting.isPresent()) {
        pending.remove(guest);
        key.cancel();
        channel.configureBlocking(true);
        guests.arrived(greeting.get(), channel);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("No worker", e);
      forget(guest);
    }
  }

  private void closeLate(long looked) {
    while (!pending.isEmpty() && looked - oldest().since() >= greetingNanos) {
      dropOldest();
    }
  }

  /** Milliseconds; 0 for none. */
  private long untilNextDeadline() {
    if (pending.isEmpty()) {
      return 0;
    }
    long left = greetingNanos - (clock.getAsLong() - oldest().since());
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1);
  }

  private Pending oldest() {
    return pending.iterator().next();
  }

  private void dropOldest() {
    if (!pending.isEmpty()) {
      forget(oldest());
    }
  }

  private void forget(Pending guest) {
    pending.remove(guest);
    drop(guest.channel());
  }

  /** Without the minute for which the system remembers a connection that this side has ended. */
  private static void drop(SocketChannel channel) {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      LOG.debug("Somebody went by himself", e);
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("Closing a connection", e);
    }
  }

  /**
   * From the next moment on nobody can connect any more, and those that have not greeted are
   * closed; those that have are not touched.
   */
  @Override
  public void close() {
    try {
      closed = true;
      server.close();
      // Closed by its own thread: this one would take away the keys that it is going through.
      selector.wakeup();
    } catch (IOException e) {
      LOG.debug("Closing the port", e);
    }
  }
}
