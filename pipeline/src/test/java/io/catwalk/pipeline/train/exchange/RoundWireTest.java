package io.catwalk.pipeline.train.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoundWireTest {

  private ServerSocket server;
  private Socket near;
  private Socket far;
  private RoundWire wire;
  private DataOutputStream out;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    far = new Socket(server.getInetAddress(), server.getLocalPort());
    near = server.accept();
    wire = new RoundWire(near, WatchedInput.Lookout.NONE);
    out = new DataOutputStream(far.getOutputStream());
  }

  @AfterEach
  void close() throws IOException {
    wire.close();
    far.close();
    server.close();
  }

  @Test
  void smallMessagesGoAtOnceAndASilentHostIsNoticed() throws IOException {
    assertThat(near.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
    assertThat(near.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
  }

  @Test
  void aGreetingIsSentWithoutWaitingForMore() throws IOException {
    Greeting greeting = new Greeting("0123456789abcdef0123456789abcdef0123", 3, 7, "executor");

    wire.greet(greeting);

    byte[] bytes = greeting.bytes();
    assertThat(far.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
  }

  @Test
  void oneThatIsDismissedIsToldSoAndLeft() throws IOException {
    wire.dismiss();

    assertThat(far.getInputStream().readAllBytes()).containsExactly(0);
    assertThat(near.isClosed()).isTrue();
    // A second time it changes nothing.
    wire.dismiss();
  }

  @Test
  void anEndWithoutAWordIsALoss() throws IOException {
    far.close();

    assertThatThrownBy(wire::question).isInstanceOf(EOFException.class);
  }

  @Test
  void aSliceIsReadIntoTheBufferThatIsLargeEnough() throws IOException {
    byte[] buffer = new byte[4];
    for (int length : new int[] {4, 3, 0, 5}) {
      out.writeInt(length);
      for (int i = 0; i < length; i++) {
        out.writeByte(length);
      }
    }

    assertThat(wire.slice(buffer)).isSameAs(buffer).containsExactly(4, 4, 4, 4);
    assertThat(wire.slice(buffer)).isSameAs(buffer).containsExactly(3, 3, 3, 4);
    assertThat(wire.slice(buffer)).isSameAs(buffer);
    assertThat(wire.slice(buffer)).isNotSameAs(buffer).containsExactly(5, 5, 5, 5, 5);
  }

  @Test
  void aLengthThatNobodySendsIsRefusedBeforeAnythingIsAllocated() throws IOException {
    for (int length : new int[] {-1, (1 << 28) + 1, Integer.MAX_VALUE}) {
      out.writeInt(length);
      assertThatThrownBy(() -> wire.slice(new byte[0]))
          .isInstanceOf(IOException.class)
          .hasMessage("a length of " + length);
    }
  }

  @Test
  void theEndOfAnAnswerIsSentAtOnce() throws IOException {
    wire.answered(1L << 40);

    assertThat(far.getInputStream().readNBytes(8)).containsExactly(0, 0, 1, 0, 0, 0, 0, 0);
  }
}
