package io.catwalk.models.engine.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** As C lays structures out. */
class ArgumentsTest {

  @Test
  void alignsEachFieldToItsSize() {
    Slot slot = Slot.at(0x1000, 64);
    byte[] bytes =
        new Arguments().integers(1).place(slot.from(2)).floats(0.5).none().integers(3).bytes();
    ByteBuffer read = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes).hasSize(40);
    assertThat(read.getInt(0)).isEqualTo(1);
    assertThat(read.getLong(8)).isEqualTo(0x1008);
    assertThat(read.getFloat(16)).isEqualTo(0.5f);
    assertThat(read.getLong(24)).isZero();
    assertThat(read.getInt(32)).isEqualTo(3);
  }
}
