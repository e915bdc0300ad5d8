package io.catwalk.models.engine;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * A plan at work on a device, with a state of its own. Belongs to one thread at a time.
 *
 * <p>Arrays of the caller are contiguous, in c order and of type FLOAT ({@code reference} takes
 * DOUBLE as well): images [n, channels, height, width], or rows [n, values] where the plan's input
 * is flat; labels [n, classes], soft or weighted as the caller likes. n is 1 to {@link
 * #minibatch()}, and may differ from call to call. The same calls give the same bits.
 */
public interface Session extends AutoCloseable {

  /** The array itself where it lies as a session takes it, else a copy that does. */
  static INDArray inOrder(INDArray array) {
    boolean plain = array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
    return plain ? array : array.dup('c');
  }

  /** What is computed. */
  Plan plan();

  /** The largest number of examples at once. */
  int minibatch();

  /** Takes over a state; it is the caller's to change afterwards. */
  void write(State state);

  /** Copies the state into the arrays of {@code into}. */
  void read(State into);

  /**
   * One training step.
   *
   * @return the mean loss before it
   */
  double step(INDArray images, INDArray labels, Progress progress);

  /**
   * Loss and gradient without a step: nothing of the state changes.
   *
   * @param into row of the plan's length, for the gradient of the mean loss before penalties and
   *     clipping; 0 where running statistics lie
   * @return the mean loss
   */
  double gradient(INDArray images, INDArray labels, Progress progress, INDArray into);

  /**
   * Keeps examples on the device; close what comes back before the session.
   *
   * @throws DeviceException where it has no room for them
   */
  Examples load(ImageBytes images, Preparation preparation);

  /**
   * Training steps over positions {@code from} to before {@code to} of an order, in minibatches of
   * {@code minibatch}; the last one may be smaller.
   *
   * @param order positions of examples
   * @param progress where the first step begins; each further step is one iteration later
   * @return the mean loss before each step
   */
  double[] round(
      Examples examples, int[] order, int from, int to, int minibatch, Progress progress);

  /**
   * Inference, as after training: running statistics, no dropout.
   *
   * @param into rows [n, values]: probabilities, or the plan's last value, flattened, where it has
   *     no loss
   */
  void infer(INDArray images, INDArray into);

  /** Gives all of its memory back. */
  @Override
  void close();

  /** Examples that stay on a device between rounds, made by {@link Session#load}. */
  interface Examples extends AutoCloseable {

    /** Number of examples. */
    int size();

    /** Gives their memory back. */
    @Override
    void close();
  }

  /** Labelled images as bytes, as the caller holds them. Positions count from 0. */
  interface ImageBytes {

    /** Number of images. */
    int size();

    /** Index of the class; -1 where it is not known. */
    int label(int position);

    /**
     * Copies one image: uint8, channel after channel, row after row.
     *
     * @param at position of the first byte in {@code into}
     */
    void copy(int position, byte[] into, int at);
  }
}
