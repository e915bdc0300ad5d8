package io.catwalk.models.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.engine.cuda.driver.Arguments;
import io.catwalk.models.engine.cuda.driver.Launch;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who shares memory with whom. */
class TapeTest {

  private static Launch launch(Launch.Branch branch, Slot... slots) {
    Arguments arguments = new Arguments();
    List.of(slots).forEach(arguments::place);
    return new Launch("kernel", 1, 1, 1, 32, arguments, branch);
  }

  private static boolean share(Slot one, Slot other) {
    return one.address() < other.address() + other.bytes()
        && other.address() < one.address() + one.bytes();
  }

  @Test
  void sharesMemoryOfWhatIsNotNeededAtTheSameTime() {
    Slot first = Slot.scratch(1000);
    Slot second = Slot.scratch(2000);
    Slot third = Slot.scratch(1000);
    Tape tape = new Tape();
    tape.add(launch(Launch.Branch.MAIN, first, second));
    tape.add(launch(Launch.Branch.MAIN, second, third));
    long bytes = tape.place();
    assertThat(share(first, second)).isFalse();
    assertThat(share(second, third)).isFalse();
    assertThat(share(first, third)).isTrue();
    assertThat(bytes).isBetween(3000L, 4000L);
  }

  @Test
  void keepsWhatIsUsedAsideToTheEnd() {
    Slot aside = Slot.scratch(1000);
    Slot later = Slot.scratch(1000);
    Tape tape = new Tape();
    tape.add(launch(Launch.Branch.ASIDE, aside));
    tape.add(launch(Launch.Branch.MAIN, later));
    tape.place();
    assertThat(share(aside, later)).isFalse();
  }

  @Test
  void keepsWhatIsReadFromOutside() {
    Slot input = Slot.scratch(1000);
    Slot early = Slot.scratch(1000);
    Slot late = Slot.scratch(1000);
    Tape tape = new Tape();
    tape.keep(input);
    tape.add(launch(Launch.Branch.MAIN, early));
    tape.add(launch(Launch.Branch.MAIN, late));
    tape.place();
    assertThat(share(input, early)).isFalse();
    assertThat(share(input, late)).isFalse();
    assertThat(share(early, late)).isTrue();
  }
}
