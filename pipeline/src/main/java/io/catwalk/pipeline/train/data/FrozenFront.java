package io.catwalk.pipeline.train.data;

import java.util.function.Function;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Frozen layers at work, for one thread; where examples are features already, only their shape. */
public final class FrozenFront implements AutoCloseable {

  private final Extraction extraction;
  private final MultiLayerNetwork network;

  public FrozenFront(Extraction extraction) {
    this.extraction = extraction;
    this.network = extraction.front() == null ? null : extraction.front().restore();
  }

  /** Gives a minibatch's features to what trains or scores, and frees them behind it. */
  public <T> T with(INDArray examples, Function<INDArray, T> use) {
    if (network == null) {
      return use.apply(examples.reshape(shape(examples.size(0))));
    }
    try (INDArray features = network.output(examples, false)) {
      return use.apply(features);
    }
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
