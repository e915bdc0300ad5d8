package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.runs.History.Epoch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

  @Test
  void whatIsWrittenIsReadWithoutALoss() {
    List<Epoch> history =
        List.of(
            new Epoch(1, 50_000, 1.25, 40_000, 0.1 + 0.2, Double.NaN, Double.NaN, Double.NaN, 1e-3),
            new Epoch(2, 50_000, 1.5, 33_333.25, 0.25, 0.5, 0.875, 0.75, 5e-4));

    assertThat(History.read(History.write(history), "history.csv")).isEqualTo(history);
  }

  @Test
  void columnsAreFoundByTheirNames() {
    String csv =
        "more,learning_rate,validation_f1,validation_accuracy,validation_loss,train_loss,images_per_second,seconds,examples,epoch\n"
            + "x,0.1,0.2,0.3,0.4,0.5,60,7,80,9\n";

    assertThat(read(csv)).containsExactly(new Epoch(9, 80, 7, 60, 0.5, 0.4, 0.3, 0.2, 0.1));
  }

  @Test
  void damageIsToldWithItsLine() {
    String header = new String(History.write(List.of()), StandardCharsets.UTF_8);

    assertThatThrownBy(() -> read(header + "1,2,3,four,5,6,7,8,9\n"))
        .isInstanceOf(CatwalkException.class)
        .hasMessage("Cannot read history.csv:2: images_per_second is 'four', expected a number");
    assertThatThrownBy(() -> read(header + "1,2,3\n"))
        .hasMessage("Cannot read history.csv:2: there is no images_per_second");
    assertThatThrownBy(() -> read("")).hasMessageContaining("it is empty, expected a header");
  }

  private static List<Epoch> read(String csv) {
    return History.read(csv.getBytes(StandardCharsets.UTF_8), "history.csv");
  }
}
