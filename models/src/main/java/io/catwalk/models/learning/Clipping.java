package io.catwalk.models.learning;

import java.io.Serializable;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What is cut off a gradient that is too large, before the updater has it (Pascanu, Mikolov,
 * Bengio, "On the difficulty of training recurrent neural networks", ICML 2013). By value comes
 * first, then by norm.
 *
 * @param norm largest length of the whole network's gradient, that of a minibatch's mean loss; a
 *     longer one is scaled down to it. 0: any
 * @param value largest magnitude of each of its numbers. 0: any
 */
public record Clipping(double norm, double value) implements Serializable {

  /** Nothing is cut off. */
  public static final Clipping NONE = new Clipping(0, 0);

  /**
   * Clips in place.
   *
   * @param parts of one gradient, in which nothing else lies
   */
  public void apply(List<INDArray> parts) {
    if (value > 0) {
      parts.forEach(this::clipValues);
    }
    if (norm > 0) {
      clipNorm(parts);
    }
  }

  private void clipValues(INDArray part) {
    Nd4j.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(part)
            .callInplace(true)
            .addFloatingPointArguments(-value, value)
            .build());
  }

  private void clipNorm(List<INDArray> parts) {
    double squares = 0;
    for (INDArray part : parts) {
      double length = part.norm2Number().doubleValue();
      squares += length * length;
    }
    double length = Math.sqrt(squares);
    if (length > norm) {
      double scale = norm / length;
      parts.forEach(part -> part.muli(scale));
    }
  }
}
