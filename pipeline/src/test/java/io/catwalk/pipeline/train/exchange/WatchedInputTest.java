package io.catwalk.pipeline.train.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchedInputTest {

  private ServerSocket server;
  private Socket reader;
  private Socket writer;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    writer = new Socket(server.getInetAddress(), server.getLocalPort());
    reader = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    writer.close();
    reader.close();
    server.close();
  }

  @Test
  void givesBytesAndTheEnd() throws IOException {
    WatchedInput in = new WatchedInput(reader, WatchedInput.Lookout.NONE);
    writer.getOutputStream().write(new byte[] {0, (byte) 200, 3, 4});
    writer.shutdownOutput();

    assertThat(in.read()).isZero();
    assertThat(in.read()).isEqualTo(200);
    assertThat(in.readNBytes(2)).containsExactly(3, 4);
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void looksAroundAgainAndAgainWhileNothingComes() {
    AtomicInteger looks = new AtomicInteger();
    assertThatThrownBy(
            () ->
                new WatchedInput(
                        reader,
                        () -> {
                          if (looks.incrementAndGet() == 2) {
                            throw new IOException("it cannot come any more");
                          }
                        })
                    .read())
        .hasMessage("it cannot come any more");
    assertThat(looks).hasValue(2);
  }

  @Test
  void goesOnWithWhatComesAfterALook() throws IOException {
    WatchedInput in =
        new WatchedInput(reader, () -> writer.getOutputStream().write(new byte[] {7}));

    assertThat(in.read()).isEqualTo(7);
  }
}
