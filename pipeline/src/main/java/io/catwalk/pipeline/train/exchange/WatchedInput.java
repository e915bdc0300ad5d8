package io.catwalk.pipeline.train.exchange;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Reads from a socket and looks around every second that nothing comes. */
final class WatchedInput extends FilterInputStream {

  private static final int LOOK_MILLIS = 1000;

  private final Lookout lookout;

  /** Looks whether what is waited for can still come. */
  public interface Lookout {

    /** Goes on for as long as the connection lasts. */
    Lookout NONE = () -> {};

    /**
     * @throws IOException when it cannot
     */
    void check() throws IOException;
  }

  WatchedInput(Socket socket, Lookout lookout) throws IOException {
    super(socket.getInputStream());
    socket.setSoTimeout(LOOK_MILLIS);
    this.lookout = lookout;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    while (true) {
      try {
        return in.read(bytes, from, length);
      } catch (SocketTimeoutException e) {
        lookout.check();
      }
    }
  }
}
