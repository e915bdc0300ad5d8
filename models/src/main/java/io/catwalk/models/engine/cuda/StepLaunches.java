package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Plan.Loss;
import io.catwalk.models.engine.cuda.driver.Arguments;
import io.catwalk.models.engine.cuda.driver.Launch;
import io.catwalk.models.engine.cuda.driver.Slot;
import io.catwalk.models.learning.Clipping;
import java.util.Optional;

/** Launches at the beginning and at the end of a step. */
final class StepLaunches {

  private static final int WARPS = Launch.THREADS / 32;

  /** Numbers of an image that a block gathers. */
  private static final int GATHERED = 4 * Launch.THREADS;

  private final Frame frame;

  StepLaunches(Frame frame) {
    this.frame = frame;
  }

  /**
   * Makes a minibatch of examples that are on the device.
   *
   * @param stride images of a minibatch: more than this program has where it is the short last one
   */
  void gather(Slot input, CudaExamples examples, int stride) {
    int channels = frame.plan().input().channels();
    Arguments arguments =
        new Arguments()
            .place(examples.images())
            .place(examples.labels())
            .place(frame.residents().order())
            .place(frame.residents().step())
            .place(examples.table())
            .place(examples.targets())
            .place(input)
            .place(frame.residents().targets())
            .integers(
                stride, channels, frame.plan().size(0) / channels, frame.plan().resultValues(), 0);
    int parts = (frame.plan().size(0) + GATHERED - 1) / GATHERED;
    frame
        .tape()
        .add(
            new Launch(
                "gather", frame.images(), parts, 1, Launch.THREADS, arguments, Launch.Branch.MAIN));
  }

  /** Loss, and its gradient where that is wanted. */
  void loss(Loss loss, Slot logits, Optional<Slot.Place> gradient) {
    int blocks = (frame.images() + WARPS - 1) / WARPS;
    Arguments arguments =
        new Arguments()
            .place(logits)
            .place(frame.residents().targets())
            .place(gradient)
            .none()
            .place(frame.residents().losses())
            .place(Slot.scratch(4L * blocks))
            .place(frame.residents().counters(false))
            .place(frame.residents().step())
            .integers(frame.images(), frame.plan().resultValues())
            .floats(loss.clip());
    frame.tape().add(Launch.blocks("softmaxLoss", blocks, arguments));
  }

  /** Softmax alone. */
  void probabilities(Slot logits, Slot into) {
    Arguments arguments =
        new Arguments()
            .place(logits)
            .none()
            .none()
            .place(into)
            .none()
            .none()
            .none()
            .none()
            .integers(frame.images(), frame.plan().resultValues())
            .floats(0);
    int blocks = (frame.images() + WARPS - 1) / WARPS;
    frame.tape().add(Launch.blocks("softmaxLoss", blocks, arguments));
  }

  /** Clipping and updaters. */
  void update() {
    Residents residents = frame.residents();
    Segments segments = new Segments(frame.plan());
    Slot table = residents.table("segments", segments::table);
    Slot pieces = residents.table("pieces", segments::pieces);
    int blocks = (int) (pieces.bytes() / 8);
    if (blocks == 0) {
      throw new IllegalArgumentException("expected a network with parameters that are trained");
    }
    Clipping clipping = frame.plan().clipping();
    Arguments arguments =
        new Arguments()
            .place(residents.parameters())
            .place(residents.state())
            .place(residents.gradient())
            .place(table)
            .place(pieces)
            .place(residents.coefficients())
            .place(residents.step())
            .place(Slot.scratch(4L * blocks))
            .place(residents.counters(false))
            .place(Slot.scratch(4))
            .integers(Coefficients.of(frame.plan()))
            .floats(clipping.value(), clipping.norm());
    if (clipping.norm() > 0) {
      frame.tape().add(Launch.blocks("gradientLength", blocks, arguments).joining());
    }
    frame.tape().add(Launch.blocks("update", blocks, arguments).joining());
  }
}
