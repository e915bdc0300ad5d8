package io.catwalk.pipeline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server on loopback, and spoils the first connections. */
final class FaultyConnection implements AutoCloseable {

  private static final int BUFFER = 1 << 14;
  private static final String SLOW_DOWN_BODY =
      "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int server;
  private final Fault fault;
  private final AtomicInteger spoilt;
  private final AtomicInteger left;

  /** What happens to a spoilt connection. */
  enum Fault {
    /** Each request is answered by 503. */
    SLOW_DOWN,
    /** It ends after half a megabyte of what the client sends. */
    CUT
  }

  /**
   * @param server its port
   * @param connections that are spoilt
   */
  FaultyConnection(int server, Fault fault, int connections) throws IOException {
    this.server = server;
    this.fault = fault;
    this.left = new AtomicInteger(connections);
    this.spoilt = new AtomicInteger();
    start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Connections that were spoilt so far. */
  int spoilt() {
    return spoilt.get();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The other side, or the test, has ended.
              }
            },
            "faulty connection");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = door.accept();
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      if (fault == Fault.SLOW_DOWN && left.getAndDecrement() > 0) {
        spoilt.incrementAndGet();
        refuse(client);
        return;
      }
      try (Socket to = new Socket(InetAddress.getLoopbackAddress(), server)) {
        start(() -> pass(to.getInputStream(), client.getOutputStream(), Long.MAX_VALUE));
        long enough = 1 << 19;
        if (!pass(client.getInputStream(), to.getOutputStream(), enough)) {
          if (fault == Fault.CUT && left.getAndDecrement() > 0) {
            spoilt.incrementAndGet();
            return;
          }
          pass(client.getInputStream(), to.getOutputStream(), Long.MAX_VALUE);
        }
      }
    }
  }

  /** Whether all was passed, which is less than the limit. */
  private static boolean pass(InputStream in, OutputStream out, long limit) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long passed = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      out.flush();
      passed += read;
      if (passed >= limit) {
        return false;
      }
    }
    return true;
  }

  private static void refuse(Socket client) throws IOException {
    byte[] buffer = new byte[BUFFER];
    if (client.getInputStream().read(buffer) >= 0) {
      client
          .getOutputStream()
          .write(
              ("HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                      + "Content-Length: "
                      + SLOW_DOWN_BODY.length()
                      + "\r\n\r\n"
                      + SLOW_DOWN_BODY)
                  .getBytes(UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
