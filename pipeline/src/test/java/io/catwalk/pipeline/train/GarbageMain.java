package io.catwalk.pipeline.train;

import io.catwalk.pipeline.train.exchange.Greeting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process that connects to a port at which it has no business, so many times a second, by one
 * thread that waits for nobody: what it takes from the machine is little, and is told. Each
 * connection says nothing, a byte now and then, bytes by chance, or a wrong token, and is left open
 * until the other side closes it.
 *
 * <p>Arguments: connections a second, the process that listens, and its ports that are not meant.
 * Reads {@code go} and {@code stop} from its input; after {@code stop} it closes all, and prints
 * how many connections came about since {@code go}, how many were open at most, and the
 * milliseconds of a processor that it took.
 */
final class GarbageMain {

  private static final long STEP_MILLIS = 5;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long BYTE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  private final int perSecond;
  private final long listener;
  private final Set<Integer> others;
  private final Random random = new Random(1);
  private final Selector selector = Selector.open();
  private final ByteBuffer scratch = ByteBuffer.allocate(256);
  private long lookedUp;

  /** 0 while it is not known. */
  private int port;

  private int begun;
  private int made;
  private int mostOpen;

  private GarbageMain(int perSecond, long listener, Set<Integer> others) throws IOException {
    this.perSecond = perSecond;
    this.listener = listener;
    this.others = others;
  }

  private enum Kind {
    SILENT,
    SLOW,
    CHANCE,
    WRONG_TOKEN
  }

  private static final class Client {
    private final Kind kind;
    private final int port;
    private boolean connected;

    /** When it last said a byte. */
    private long spoke = System.nanoTime();

    private Client(Kind kind, int port) {
      this.kind = kind;
      this.port = port;
    }
  }

  public static void main(String[] args) throws IOException {
    Set<Integer> others =
        Arrays.stream(args).skip(2).map(Integer::valueOf).collect(Collectors.toSet());
    GarbageMain clients =
        new GarbageMain(Integer.parseInt(args[0]), Long.parseLong(args[1]), others);
    System.out.println("ready");
    while (awaitInput()) {
      clients.connectUntilTold();
    }
  }

  /** Whether there is another line. */
  private static boolean awaitInput() throws IOException {
    int read;
    do {
      read = System.in.read();
    } while (read >= 0 && read != '\n');
    return read >= 0;
  }

  private void connectUntilTold() throws IOException {
    made = 0;
    mostOpen = 0;
    Duration cpu = cpu();
    long began = System.nanoTime();
    begun = 0;
    port = 0;
    while (System.in.available() == 0) {
      selector.select(STEP_MILLIS);
      selector.selectedKeys().forEach(this::answer);
      selector.selectedKeys().clear();
      long now = System.nanoTime();
      selector.keys().forEach(key -> sayAByte(key, now));
      mostOpen = Math.max(mostOpen, selector.keys().size());
      long due = (now - began) * perSecond / TimeUnit.SECONDS.toNanos(1);
      if (port == 0 && now - lookedUp >= LOOK_NANOS) {
        lookUpPort();
      }
      while (port != 0 && begun < due) {
        connect();
      }
    }
    awaitInput();
    selector.keys().forEach(GarbageMain::close);
    selector.selectNow();
    System.out.println(made + " " + mostOpen + " " + cpu().minus(cpu).toMillis());
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private void connect() throws IOException {
    Client client = new Client(Kind.values()[begun % Kind.values().length], port);
    begun++;
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      boolean connected =
          channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      SelectionKey key =
          channel.register(
              selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, client);
      if (connected) {
        begin(key);
      }
    } catch (IOException e) {
      channel.close();
      failed(client);
    }
  }

  /** Where nobody listens, between two sessions of workers, a connection is still to be made. */
  private void failed(Client client) {
    if (!client.connected) {
      begun--;
      port = client.port == port ? 0 : port;
    }
  }

  /** Costs more than many connections: not for each of those that failed together. */
  private void lookUpPort() {
    lookedUp = System.nanoTime();
    port =
        ListeningPorts.of(listener).stream()
            .filter(each -> !others.contains(each))
            .findFirst()
            .orElse(0);
  }

  private void answer(SelectionKey key) {
    try {
      if (key.isConnectable()) {
        ((SocketChannel) key.channel()).finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        begin(key);
      } else if (((SocketChannel) key.channel()).read(scratch.clear()) < 0) {
        close(key);
      }
    } catch (IOException e) {
      failed((Client) key.attachment());
      close(key);
    }
  }

  private void begin(SelectionKey key) throws IOException {
    made++;
    ((Client) key.attachment()).connected = true;
    Kind kind = ((Client) key.attachment()).kind;
    if (kind == Kind.CHANCE) {
      byte[] bytes = new byte[1 << random.nextInt(13)];
      random.nextBytes(bytes);
      say(key, bytes);
    } else if (kind == Kind.WRONG_TOKEN) {
      say(key, new Greeting(UUID.randomUUID().toString(), 0, 9999, "driver").bytes());
    }
  }

  private static void sayAByte(SelectionKey key, long now) {
    Client client = (Client) key.attachment();
    if (key.isValid()
        && client.connected
        && client.kind == Kind.SLOW
        && now - client.spoke >= BYTE_NANOS) {
      client.spoke = now;
      try {
        say(key, "x".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        close(key);
      }
    }
  }

  private static void say(SelectionKey key, byte[] bytes) throws IOException {
    ((SocketChannel) key.channel()).write(ByteBuffer.wrap(bytes));
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      // It is closed.
    }
  }
}
