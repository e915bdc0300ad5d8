package io.catwalk.pipeline.train;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Frozen layers at work, for one thread; where examples are features already, only their shape. */
final class FrozenFront implements AutoCloseable {

  private final Extraction extraction;
  private final MultiLayerNetwork network;

  FrozenFront(Extraction extraction) {
    this.extraction = extraction;
    this.network = extraction.front() == null ? null : extraction.front().restore();
  }

  /** What the trained part takes, for a minibatch of examples. */
  INDArray features(INDArray examples) {
    return network == null
        ? examples.reshape(shape(examples.size(0)))
        : network.output(examples, false);
  }

  /** The features of each image. */
  float[][] rows(INDArray images) {
    try (INDArray features = network.output(images, false)) {
      return features.reshape(images.size(0), extraction.values()).toFloatMatrix();
    }
  }

  private long[] shape(long minibatch) {
    long[] shape = new long[extraction.shape().length + 1];
    shape[0] = minibatch;
    System.arraycopy(extraction.shape(), 0, shape, 1, extraction.shape().length);
    return shape;
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
    }
  }
}
