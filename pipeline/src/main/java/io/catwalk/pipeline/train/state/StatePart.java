package io.catwalk.pipeline.train.state;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two flat arrays of a network that training changes. */
public enum StatePart {
  /** Weights, biases and what batch normalisation keeps. */
  PARAMETERS {
    @Override
    public INDArray of(MultiLayerNetwork network) {
      return network.params();
    }
  },
  /** Momentum, Adam's moments; plain SGD has none. */
  UPDATER {
    @Override
    public INDArray of(MultiLayerNetwork network) {
      return network.getUpdater().getStateViewArray();
    }
  };

  /** Null where the network has no such part. */
  public abstract INDArray of(MultiLayerNetwork network);

  /** Number of its values, 0 where the network has no such part. */
  int size(MultiLayerNetwork network) {
    INDArray array = of(network);
    return array == null ? 0 : Math.toIntExact(array.length());
  }
}
