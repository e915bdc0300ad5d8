package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDeviceTest {

  @Test
  void theAddressIsTheDevicesNumber() {
    assertThat(TaskDevice.number(List.of("3"), 4)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          4            | Spark gave a task GPU 4, but its process sees 4
          GPU-8f6a2b   | the discovery script must print numbers
          0 1          | Spark gave a task the GPUs [0, 1]; expected one
          """)
  void otherAddressesAreTold(String addresses, String message) {
    assertThatThrownBy(() -> TaskDevice.number(List.of(addresses.split(" ")), 4))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining(message);
  }
}
