package io.catwalk.pipeline.train.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingTest {

  private static final String TOKEN = "0123456789abcdef0123456789abcdef0123";

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 255})
  void isReadAsItWasWritten(int nameLength) {
    Greeting greeting = new Greeting(TOKEN, 3, 1L << 40, "x".repeat(nameLength));
    Greeting.Reader reader = new Greeting.Reader(TOKEN);

    byte[] bytes = greeting.bytes();
    for (int i = 0; i < bytes.length - 1; i++) {
      reader.room().put(bytes[i]);
      assertThat(reader.trusted()).isTrue();
      assertThat(reader.whole()).as("after byte %d of %d", i + 1, bytes.length).isEmpty();
    }
    reader.room().put(bytes[bytes.length - 1]);

    assertThat(reader.whole()).contains(greeting);
    assertThat(reader.room().hasRemaining()).as("room for more than a greeting").isFalse();
  }

  @Test
  void noByteBeyondTheGreetingFindsRoom() {
    Greeting.Reader reader = new Greeting.Reader(TOKEN);
    assertThat(reader.room().remaining()).isEqualTo(36 + 4 + 8 + 1);
    reader.room().put(Arrays.copyOf(new Greeting(TOKEN, 0, 0, "abc").bytes(), 49));

    assertThat(reader.whole()).isEmpty();
    assertThat(reader.room().remaining()).isEqualTo(3);
  }

  @Test
  void aTokenIsWrongOnceItIsWhole() {
    Greeting.Reader reader = new Greeting.Reader(TOKEN);
    byte[] wrong = (TOKEN.substring(1) + "x").getBytes(StandardCharsets.US_ASCII);
    reader.room().put(wrong, 0, 35);
    assertThat(reader.trusted()).isTrue();

    reader.room().put(wrong[35]);

    assertThat(reader.trusted()).isFalse();
  }

  @Test
  void aTokenOfAnotherLengthIsNotSent() {
    assertThatThrownBy(() -> new Greeting(TOKEN + "x", 0, 0, "").bytes())
        .hasMessage("a token of 37 bytes and an executor's id of 0; expected 36 and at most 255");
  }
}
