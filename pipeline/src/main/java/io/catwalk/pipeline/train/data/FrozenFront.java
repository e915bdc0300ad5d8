package io.catwalk.pipeline.train.data;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Session;
import io.catwalk.models.engine.State;
import io.catwalk.models.engine.UnsupportedNetworkException;
import io.catwalk.pipeline.CatwalkException;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Frozen layers at work, for one thread; where examples are features already, only their shape. The
 * engine computes them on the processor, or Deeplearning4j's layers where it has no such layer.
 */
public final class FrozenFront implements AutoCloseable {

  private final Extraction extraction;
  private final MultiLayerNetwork network;

  /** For as many images as came at once so far; null before any came. */
  private Optional<Session> session;

  public FrozenFront(Extraction extraction) {
    this.extraction = extraction;
    this.network = extraction.front() == null ? null : extraction.front().restore();
  }

  /** Gives a minibatch's features to what trains or scores, and frees them behind it. */
  public <T> T with(INDArray examples, Function<INDArray, T> use) {
    if (network == null) {
      return use.apply(examples.reshape(shape(examples.size(0))));
    }
    try (INDArray features = features(examples)) {
      return use.apply(features);
    }
  }

  /** The features of each image. */
  public float[][] rows(INDArray images) {
    try (INDArray features = features(images)) {
      return features.reshape(images.size(0), extraction.values()).toFloatMatrix();
    }
  }

  private INDArray features(INDArray images) {
    if (session == null || session.filter(it -> it.minibatch() < images.size(0)).isPresent()) {
      closeSession();
      session = open(images);
    }
    if (session.isEmpty()) {
      return network.output(images, false);
    }
    INDArray features = Nd4j.createUninitialized(DataType.FLOAT, shape(images.size(0)));
    session.get().infer(Session.inOrder(images), features);
    return features;
  }

  private Optional<Session> open(INDArray images) {
    Extent image =
        new Extent((int) images.size(1), (int) images.size(2), (int) images.size(3), false);
    try {
      Plan plan = Plan.of(network.getLayerWiseConfigurations(), image);
      Session opened = Device.named("cpu").open(plan, (int) images.size(0));
      opened.write(State.of(network));
      return Optional.of(opened);
    } catch (UnsupportedNetworkException e) {
      return Optional.empty();
    } catch (DeviceException e) {
      throw CatwalkException.cluster(e.getMessage(), e);
    }
  }

  private long[] shape(long minibatch) {
    long[] shape = new long[extraction.shape().length + 1];
    shape[0] = minibatch;
    System.arraycopy(extraction.shape(), 0, shape, 1, extraction.shape().length);
    return shape;
  }

  private void closeSession() {
    if (session != null) {
      session.ifPresent(Session::close);
      session = null;
    }
  }

  @Override
  public void close() {
    closeSession();
    if (network != null) {
      network.close();
    }
  }
}
