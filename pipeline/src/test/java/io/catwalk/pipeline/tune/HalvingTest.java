package io.catwalk.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.runs.Tuning.Trial;
import io.catwalk.pipeline.tune.Halving.Next;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class HalvingTest {

  @Test
  void stepsEndWithAWholeTrainingAndBeginAtTheLeast() {
    assertThat(Halving.of(9, 3, 1).steps()).containsExactly(1, 3, 9);
    assertThat(Halving.of(10, 3, 1).steps()).containsExactly(1, 2, 4, 10);
    assertThat(Halving.of(10, 3, 3).steps()).containsExactly(4, 10);
    assertThat(Halving.of(1, 3, 1).steps()).containsExactly(1);
    assertThat(Halving.of(5, 2, 100).steps()).containsExactly(5);
  }

  /** A score is negative where that training fails. */
  private static List<Trial> play(Halving halving, int trials, ToDoubleFunction<Next> score) {
    List<Trial> done = new ArrayList<>();
    for (Optional<Next> next = halving.next(done, trials, false);
        next.isPresent();
        next = halving.next(done, trials, false)) {
      double value = score.applyAsDouble(next.get());
      done.add(trial(next.get().trial(), next.get().epochs(), value));
    }
    return done;
  }

  private static Trial trial(int number, int epochs, double score) {
    Double value = score < 0 ? null : score;
    return new Trial(number, epochs, Map.of(), value, value, value, 1, 1, "");
  }

  private static List<String> names(List<Trial> done) {
    return done.stream().map(t -> t.trial() + "x" + t.epochs()).toList();
  }

  /** Settings 2 to 10, each better than the one before: as soon as three are there, one goes on. */
  @Test
  void ofEveryThreeTheBestGoesOnWithoutWaitingForTheOthers() {
    List<Trial> done = play(Halving.of(9, 3, 1), 10, next -> next.trial());

    assertThat(names(done))
        .containsExactly(
            "1x9", "2x1", "3x1", "4x1", "4x3", "5x1", "5x3", "6x1", "6x3", "6x9", "7x1", "7x3",
            "7x9", "8x1", "8x3", "8x9", "9x1", "9x3", "9x9", "10x1", "10x3", "10x9");
  }

  @Test
  void whereTheFirstIsTheBestOneOfThreeGoesOn() {
    List<Trial> done = play(Halving.of(9, 3, 1), 10, next -> 100 - next.trial());

    assertThat(names(done))
        .containsExactly(
            "1x9", "2x1", "3x1", "4x1", "2x3", "5x1", "6x1", "7x1", "3x3", "8x1", "9x1", "10x1",
            "2x9", "4x3");
  }

  @Test
  void fewSettingsStillHaveOneThatTrainsInFull() {
    assertThat(names(play(Halving.of(9, 3, 1), 3, next -> next.trial())))
        .containsExactly("1x9", "2x1", "3x1", "3x3", "3x9");
  }

  @Test
  void whatFailedGoesNowhere() {
    assertThat(names(play(Halving.of(3, 3, 1), 4, next -> next.trial() == 4 ? -1 : next.trial())))
        .containsExactly("1x3", "2x1", "3x1", "4x1", "3x3");
    assertThat(names(play(Halving.of(3, 3, 1), 3, next -> next.trial() == 1 ? 1 : -1)))
        .containsExactly("1x3", "2x1", "3x1");
  }

  @Test
  void whenTimeEndsNothingNewBeginsAndTheBestGoesOn() {
    Halving halving = Halving.of(9, 3, 1);
    List<Trial> done = new ArrayList<>(List.of(trial(1, 9, 0.5), trial(2, 1, 0.5)));

    assertThat(halving.next(done, 30, false)).contains(new Next(3, 1));
    assertThat(halving.next(done, 30, true)).contains(new Next(2, 3));
    done.add(trial(2, 3, 0.5));
    assertThat(halving.next(done, 30, true)).contains(new Next(2, 9));
    done.add(trial(2, 9, 0.5));
    assertThat(halving.next(done, 30, true)).isEmpty();
  }
}
