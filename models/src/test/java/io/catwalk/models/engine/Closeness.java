package io.catwalk.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How near two trainings came. */
final class Closeness {

  private Closeness() {}

  /**
   * The distance between two results is at most 10⁻⁴ of their distance from where they started, or
   * of their size.
   */
  static void check(String what, INDArray found, INDArray expected, INDArray start) {
    double apart = found.sub(expected.reshape(found.shape())).norm2Number().doubleValue();
    double size = expected.norm2Number().doubleValue();
    assertThat(apart / size).as(what + ", relative to their size").isLessThan(1e-4);
    double way = expected.sub(start.reshape(expected.shape())).norm2Number().doubleValue();
    assertThat(apart / way).as(what + ", relative to their way").isLessThan(5e-3);
  }
}
