package io.catwalk.pipeline.train.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerPortTest {

  private static final String TOKEN = UUID.randomUUID().toString();
  private static final Greeting GREETING = new Greeting(TOKEN, 3, 1L << 40, "executor ü");
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final BlockingQueue<Greeting> arrived = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void aGreetingMayComeInPieces() throws Exception {
    WorkerPort port = port(LONG, 10);
    Socket worker = connect(port);

    for (byte each : GREETING.bytes()) {
      worker.getOutputStream().write(each);
    }

    assertThat(arrived.take()).isEqualTo(GREETING);
  }

  @Test
  void whoSaysNothingOrLittleKeepsNobodyWaitingAndIsClosed() throws Exception {
    WorkerPort port = port(SHORT, 10);
    Socket silent = connect(port);
    Socket slow = connect(port);
    Thread drip = new Thread(() -> drip(slow));
    drip.start();

    connect(port).getOutputStream().write(GREETING.bytes());

    assertThat(arrived.take()).isEqualTo(GREETING);
    assertClosed(silent);
    // Each byte came in time; all of them together did not.
    drip.join();
    assertClosed(slow);
    assertThat(arrived).isEmpty();
  }

  /** A byte and another one, until the other side has had enough. */
  private static void drip(Socket socket) {
    try {
      for (byte each : TOKEN.repeat(1000).getBytes(StandardCharsets.US_ASCII)) {
        socket.getOutputStream().write(each);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      // As it should be.
    }
  }

  @Test
  void aWrongTokenIsClosedBeforeAnythingElseIsRead() throws Exception {
    WorkerPort port = port(LONG, 10);
    Socket stranger = connect(port);

    stranger.getOutputStream().write(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));

    assertClosed(stranger);
  }

  @Test
  void ofTooManyThatHaveNotGreetedTheOldestAreClosed() throws Exception {
    WorkerPort port = port(LONG, 3);
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      silent.add(connect(port));
    }
    connect(port).getOutputStream().write(GREETING.bytes());

    assertThat(arrived.take()).isEqualTo(GREETING);
    assertClosed(silent.get(0));
    assertClosed(silent.get(1));
    assertClosed(silent.get(2));
    assertOpen(silent.get(4));
  }

  @Test
  void aGuestThatCannotBeTakenInIsClosedAndTheNextOneServed() throws Exception {
    List<Greeting> refused = new ArrayList<>();
    WorkerPort port =
        track(
            new WorkerPort(
                "127.0.0.1",
                TOKEN,
                (greeting, channel) -> {
                  if (refused.isEmpty()) {
                    refused.add(greeting);
                    throw new IllegalStateException("the first one");
                  }
                  arrived.add(greeting);
                },
                LONG,
                10,
                System::nanoTime));
    Socket first = connect(port);
    first.getOutputStream().write(GREETING.bytes());
    assertClosed(first);

    connect(port).getOutputStream().write(GREETING.bytes());

    assertThat(arrived.take()).isEqualTo(GREETING);
  }

  /**
   * On a busy machine its thread was once kept waiting between letting somebody in and listening.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void whoHasGreetedIsLetInHoweverLateThePortItselfIs(int jump) throws Exception {
    AtomicReference<WorkerPort> port = new AtomicReference<>();
    AtomicInteger looks = new AtomicInteger(Integer.MIN_VALUE);
    LongSupplier clock =
        () -> System.nanoTime() + (looks.incrementAndGet() > jump ? 2 * LONG.toNanos() : 0);
    port.set(
        track(
            new WorkerPort(
                "127.0.0.1",
                TOKEN,
                (greeting, channel) -> {
                  take(greeting, channel);
                  if (looks.get() < 0) {
                    // The next one has connected and greeted before the port looks again; it is
                    // late
                    // from then on.
                    connect(port.get()).getOutputStream().write(GREETING.bytes());
                    looks.set(0);
                  }
                },
                LONG,
                10,
                clock)));

    connect(port.get()).getOutputStream().write(GREETING.bytes());

    assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo(GREETING);
    assertThat(arrived.poll(10, TimeUnit.SECONDS)).as("the second one").isEqualTo(GREETING);
  }

  @Test
  void closingClosesThoseThatHaveNotGreeted() throws Exception {
    WorkerPort port = port(LONG, 10);
    Socket silent = connect(port);
    connect(port).getOutputStream().write(GREETING.bytes());
    arrived.take();

    port.close();

    assertClosed(silent);
    assertThatThrownBy(() -> connect(port)).isInstanceOf(IOException.class);
  }

  /** It listened on until it had closed all that had not greeted. */
  @Test
  void closingWhileItIsServingEndsListeningFirst() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    WorkerPort port =
        track(
            new WorkerPort(
                "127.0.0.1",
                TOKEN,
                (greeting, channel) -> {
                  take(greeting, channel);
                  await(closed);
                },
                LONG,
                1000,
                System::nanoTime));
    Socket silent = connect(port);
    for (int i = 0; i < 500; i++) {
      connect(port);
    }
    connect(port).getOutputStream().write(GREETING.bytes());
    arrived.take();

    port.close();
    closed.countDown();

    assertClosed(silent);
    assertThatThrownBy(() -> connect(port)).isInstanceOf(IOException.class);
  }

  /** It went on through the keys of a selector that the other thread had closed. */
  @Test
  void closingWhileItIsServingEndsItsThreadInGoodOrder() throws Exception {
    AtomicReference<Throwable> uncaught = new AtomicReference<>();
    AtomicReference<Thread> door = new AtomicReference<>();
    AtomicReference<WorkerPort> port = new AtomicReference<>();
    List<Socket> others = new ArrayList<>();
    port.set(
        track(
            new WorkerPort(
                "127.0.0.1",
                TOKEN,
                (greeting, channel) -> {
                  take(greeting, channel);
                  if (others.isEmpty()) {
                    // While this one is served, several more arrive: they will be ready together.
                    Thread.currentThread().setUncaughtExceptionHandler((t, e) -> uncaught.set(e));
                    door.set(Thread.currentThread());
                    for (int i = 0; i < 20; i++) {
                      Socket other = connect(port.get());
                      other.getOutputStream().write(GREETING.bytes());
                      others.add(other);
                    }
                  } else {
                    // In the midst of them somebody else closes the port.
                    closeByAnotherThread(port.get());
                  }
                },
                LONG,
                100,
                System::nanoTime)));

    connect(port.get()).getOutputStream().write(GREETING.bytes());
    arrived.take();
    arrived.take();

    door.get().join();
    assertThat(uncaught.get()).isNull();
    assertThatThrownBy(() -> connect(port.get())).isInstanceOf(IOException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeByAnotherThread(WorkerPort port) {
    Thread closing = new Thread(port::close);
    closing.start();
    try {
      closing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anExecutorsIdOfAnyLengthButATooLongOneIsSent() {
    assertThat(new Greeting(TOKEN, 0, 0, "x".repeat(255)).bytes()).hasSize(36 + 4 + 8 + 1 + 255);
    assertThatThrownBy(() -> new Greeting(TOKEN, 0, 0, "x".repeat(256)).bytes())
        .hasMessage("a token of 36 bytes and an executor's id of 256; expected 36 and at most 255");
  }

  private WorkerPort port(Duration greeting, int mostPending) {
    return track(
        new WorkerPort("127.0.0.1", TOKEN, this::take, greeting, mostPending, System::nanoTime));
  }

  private void take(Greeting greeting, SocketChannel channel) {
    open.add(channel);
    arrived.add(greeting);
  }

  private Socket connect(WorkerPort port) throws IOException {
    return track(new Socket("127.0.0.1", port.number()));
  }

  private <T extends AutoCloseable> T track(T resource) {
    open.add(resource);
    return resource;
  }

  private static void assertClosed(Socket socket) {
    int end;
    try {
      end = socket.getInputStream().read();
    } catch (IOException e) {
      end = -1;
    }
    assertThat(end).isEqualTo(-1);
  }

  private static void assertOpen(Socket socket) throws IOException {
    socket.setSoTimeout(200);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(java.net.SocketTimeoutException.class);
  }
}
