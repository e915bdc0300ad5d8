package io.catwalk.pipeline.evaluate;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.UnsupportedNetworkException;
import io.catwalk.pipeline.CatwalkException;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that scores, by its own layers or by the engine. For one thread at a time. */
final class ScoringNetwork implements AutoCloseable {

  /**
   * What scores.
   *
   * @param device of the engine; empty where the network's layers do
   * @param input one image
   * @param minibatch the most images at once
   */
  record Way(Optional<Device> device, Extent input, int minibatch) {}

  private final MultiLayerNetwork network;
  private final int outputs;
  private final Optional<Session> session;

  /**
   * @throws CatwalkException (usage) for a network that the engine cannot compute; (cluster) where
   *     the device cannot be used
   */
  ScoringNetwork(FrozenNetwork model, Way way) {
    network = model.snapshot().restore();
    outputs = network.layerSize(network.getnLayers() - 1);
    session = way.device().map(device -> open(device, way));
  }

  private Session open(Device device, Way way) {
    try {
      Session opened =
          device.open(Plan.of(network.getLayerWiseConfigurations(), way.input()), way.minibatch());
      opened.write(State.of(network));
      return opened;
    } catch (UnsupportedNetworkException e) {
      throw CatwalkException.usage(
          "device "
              + device.name()
              + " cannot compute this network, "
              + e.getMessage()
              + "; expected train.accelerator = cpu and train.layers = stock");
    } catch (DeviceException e) {
      throw CatwalkException.cluster(e.getMessage(), e);
    }
  }

  MultiLayerNetwork network() {
    return network;
  }

  /** Probabilities [n][classes] of images [n, channels, height, width] in c order. */
  float[][] probabilities(INDArray images) {
    // Closed at once: the collector of a heap that is hardly used does not see how much off-heap
    // memory these hold.
    try (INDArray output = output(images)) {
      return output.toFloatMatrix();
    }
  }

  private INDArray output(INDArray images) {
    if (session.isEmpty()) {
      return network.output(images);
    }
    INDArray rows = Nd4j.createUninitialized(DataType.FLOAT, images.size(0), outputs);
    session.get().infer(images, rows);
    return rows;
  }

  @Override
  public void close() {
    session.ifPresent(Session::close);
    network.close();
  }
}
