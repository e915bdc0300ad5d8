package io.catwalk.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How near two trainings came. */
final class Closeness {

  private Closeness() {}

  /**
   * The distance between two results is less than a share of their size, and little of their way
   * from where they started.
   */
  static void check(
      String what, INDArray found, INDArray expected, INDArray start, double share) {
    double apart = found.sub(expected.reshape(found.shape())).norm2Number().doubleValue();
    double size = expected.norm2Number().doubleValue();
    assertThat(apart / size).as(what + ", relative to their size").isLessThan(share);
    double way = expected.sub(start.reshape(expected.shape())).norm2Number().doubleValue();
    assertThat(apart / way).as(what + ", relative to their way").isLessThan(Math.max(share, 5e-3));
  }
}
