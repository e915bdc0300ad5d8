package io.catwalk.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.pipeline.bench.Alternation.Contender;
import io.catwalk.pipeline.bench.Benchmarks.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlternationTest {

  private final List<String> calls = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();

  /** Every step takes as long as told, one window after the other; the last goes on. */
  private final class Fixed implements Contender {
    private final String name;
    private final double[] stepSeconds;
    private int window;

    Fixed(String name, double... stepSeconds) {
      this.name = name;
      this.stepSeconds = stepSeconds;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public double seconds(int steps) {
      calls.add(name + steps);
      return stepSeconds[Math.min(window++, stepSeconds.length - 1)] * steps;
    }
  }

  private Map<Contender, Double> run(Pace pace, Contender... contenders) {
    return new Alternation(pace, "step", progress::add).run(List.of(contenders));
  }

  @Test
  void takesTurnsAndMedians() {
    Contender one = new Fixed("a", 9, 1, 5, 2);
    Contender other = new Fixed("b", 9, 40, 10, 20);

    Map<Contender, Double> medians = run(new Pace(0, 3, 3, Clock.CPU), one, other);

    assertThat(calls).containsExactly("a1", "b1", "a3", "b3", "a3", "b3", "a3", "b3");
    assertThat(medians.get(one)).isEqualTo(2, within(1e-9));
    assertThat(medians.get(other)).isEqualTo(20, within(1e-9));
    assertThat(progress)
        .containsExactly(
            "warming up a",
            "warming up b",
            "round 1/3: a 1000.000 ms a step, b 40000.000 ms a step",
            "round 2/3: a 5000.000 ms a step, b 10000.000 ms a step",
            "round 3/3: a 2000.000 ms a step, b 20000.000 ms a step");
  }

  @Test
  void warmsUpAndFillsAboutASecond() {
    run(new Pace(2, 0, 1, Clock.CPU), new Fixed("quick", 0.1, 0.02), new Fixed("slow", 4));

    assertThat(calls.get(calls.size() - 2)).isEqualTo("quick50");
    assertThat(calls.get(calls.size() - 1)).isEqualTo("slow1");
    int warmUpSteps =
        calls.subList(0, calls.size() - 2).stream()
            .filter(call -> call.startsWith("quick"))
            .mapToInt(call -> Integer.parseInt(call.substring(5)))
            .sum();
    assertThat(warmUpSteps).isBetween(95, 130);
    assertThat(calls.stream().filter(call -> call.startsWith("slow"))).hasSize(2);
  }

  @Test
  void medianOfAnEvenNumberLiesBetween() {
    assertThat(Alternation.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
  }

  @Test
  void aPaceWithoutRepeatsIsNone() {
    assertThatThrownBy(() -> new Pace(0, 1, 0, Clock.CPU))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
