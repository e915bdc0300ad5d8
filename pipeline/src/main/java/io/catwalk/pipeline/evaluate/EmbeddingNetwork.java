package io.catwalk.pipeline.evaluate;

import io.catwalk.models.ImageShape;
import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.UnsupportedNetworkException;
import io.catwalk.models.transfer.Transfer;
import io.catwalk.pipeline.CatwalkException;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that gives what comes into its last layer beside what comes out of it, in one pass. The
 * engine computes the layers before, or Deeplearning4j's where the engine has no such layer. For
 * one thread at a time.
 */
final class EmbeddingNetwork implements AutoCloseable {

  private final MultiLayerNetwork network;
  private final MultiLayerNetwork front;
  private final long[] features;
  private final Optional<Session> session;

  /**
   * @param way of the whole network
   * @throws CatwalkException (cluster) where the device cannot be used
   */
  EmbeddingNetwork(MultiLayerNetwork network, ImageShape shape, ScoringNetwork.Way way) {
    this.network = network;
    Transfer parts = new Transfer(network, shape, network.getnLayers() - 1);
    // A single layer has nothing before it but the image.
    this.front = parts.freezes() ? parts.front() : null;
    this.features = features(parts, shape);
    this.session =
        front == null ? Optional.empty() : way.device().flatMap(device -> open(way, device.name()));
  }

  /**
   * Numbers of an embedding: feature maps are meant over their pixels.
   *
   * @param shape of the images
   */
  static int length(MultiLayerNetwork network, ImageShape shape) {
    long[] features = features(new Transfer(network, shape, network.getnLayers() - 1), shape);
    return Math.toIntExact(features[0]);
  }

  private static long[] features(Transfer parts, ImageShape shape) {
    return parts.freezes()
        ? parts.features()
        : new long[] {shape.channels(), shape.height(), shape.width()};
  }

  private Optional<Session> open(ScoringNetwork.Way way, String device) {
    try {
      Session opened =
          way.device()
              .orElseThrow()
              .open(Plan.of(front.getLayerWiseConfigurations(), way.input()), way.minibatch());
      opened.write(State.of(front));
      return Optional.of(opened);
    } catch (UnsupportedNetworkException e) {
      return Optional.empty();
    } catch (DeviceException e) {
      throw CatwalkException.cluster(device + ": " + e.getMessage(), e);
    }
  }

  /**
   * @param probabilities [n][classes]
   * @param embeddings [n][values]
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Outputs(float[][] probabilities, float[][] embeddings) {}

  /**
   * @param images [n, channels, height, width] in c order
   */
  Outputs of(INDArray images) {
    INDArray inside = inside(images);
    try {
      float[][] embeddings = rows(inside);
      try (INDArray out = last(inside)) {
        return new Outputs(out.toFloatMatrix(), embeddings);
      }
    } finally {
      if (inside != images) {
        inside.close();
      }
    }
  }

  private INDArray last(INDArray inside) {
    int last = network.getnLayers() - 1;
    LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
    InputPreProcessor shaping = network.getLayerWiseConfigurations().getInputPreProcess(last);
    INDArray shaped =
        shaping == null ? inside : shaping.preProcess(inside, (int) inside.size(0), memory);
    return network.getLayer(last).activate(shaped, false, memory);
  }

  private INDArray inside(INDArray images) {
    if (front == null) {
      return images;
    }
    if (session.isEmpty()) {
      return front.output(images, false);
    }
    long[] shape = new long[features.length + 1];
    shape[0] = images.size(0);
    System.arraycopy(features, 0, shape, 1, features.length);
    INDArray inside = Nd4j.createUninitialized(DataType.FLOAT, shape);
    session.get().infer(Session.inOrder(images), inside);
    return inside;
  }

  private static float[][] rows(INDArray inside) {
    if (inside.rank() == 2) {
      return inside.toFloatMatrix();
    }
    int[] pixels = new int[inside.rank() - 2];
    Arrays.setAll(pixels, i -> i + 2);
    try (INDArray means = inside.mean(pixels)) {
      return means.toFloatMatrix();
    }
  }

  @Override
  public void close() {
    session.ifPresent(Session::close);
    if (front != null) {
      front.close();
    }
    network.close();
  }
}
