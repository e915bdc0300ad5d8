package io.catwalk.pipeline.archive;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes a network of what an archive holds, without Deeplearning4j's {@code ModelSerializer}, which
 * deserialises Java objects of a file. Every entry is checked before memory is taken for it.
 */
public final class StoredNetwork {

  /** Trained parameters shrink by a tenth; an archive of kilobytes must not ask for gigabytes. */
  private static final int MAX_RATIO = 200;

  /** Bytes of parameters of which any archive may ask for. */
  private static final long SMALL = 64L << 20;

  /** Values that a layer may make of an image: a gigabyte. */
  private static final long MAX_ACTIVATION = 1L << 28;

  private final ModelZip zip;

  public StoredNetwork(ModelZip zip) {
    this.zip = zip;
  }

  /**
   * @param shape of the images that the network must take
   * @param classes that it must tell apart
   * @throws CatwalkException (data) with file, entry and reason, when the archive holds no such
   *     network
   */
  public MultiLayerNetwork read(ImageShape shape, int classes) {
    MultiLayerConfiguration configuration = configuration();
    configuration.setDataType(DataType.FLOAT);
    int length = parameters(configuration);
    checkShapes(configuration, shape, classes);
    checkRatio(length);
    INDArray parameters = vector(Entry.PARAMETERS, length);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    try {
      network.init(parameters, false);
    } catch (RuntimeException e) {
      // Deeplearning4j answers settings that do not go together with whatever its checks throw.
      throw zip.damage(Entry.CONFIGURATION, e);
    }
    if (zip.has(Entry.UPDATER)) {
      restoreUpdater(network);
    }
    tryOut(network, shape);
    return network;
  }

  /**
   * What Deeplearning4j takes for a network may still fail on each image: paddings below zero do.
   */
  private void tryOut(MultiLayerNetwork network, ImageShape shape) {
    try {
      network.output(
          Nd4j.zeros(DataType.FLOAT, 1, shape.channels(), shape.height(), shape.width()));
    } catch (RuntimeException e) {
      throw zip.damage(Entry.CONFIGURATION, e);
    }
  }

  private MultiLayerConfiguration configuration() {
    byte[] json = zip.read(Entry.CONFIGURATION, ConfigurationText.MAX_BYTES);
    try {
      // MultiLayerConfiguration.fromJson would go on to formats of older versions.
      return NeuralNetConfiguration.mapper()
          .readValue(ConfigurationText.check(json), MultiLayerConfiguration.class);
    } catch (ConfigurationText.Refused e) {
      throw zip.complaint(Entry.CONFIGURATION, e.getMessage());
    } catch (IOException | RuntimeException e) {
      throw zip.damage(Entry.CONFIGURATION, e);
    }
  }

  private int parameters(MultiLayerConfiguration configuration) {
    try {
      long sum = 0;
      for (NeuralNetConfiguration layer : configuration.getConfs()) {
        long own = layer.getLayer().initializer().numParams(layer);
        if (own < 0) {
          throw zip.complaint(Entry.CONFIGURATION, "a layer of " + own + " parameters");
        }
        sum = Math.addExact(sum, own);
      }
      if (sum < 1) {
        throw zip.complaint(Entry.CONFIGURATION, "a network without parameters");
      }
      return Math.toIntExact(sum);
    } catch (CatwalkException e) {
      throw e;
    } catch (RuntimeException e) {
      throw zip.damage(Entry.CONFIGURATION, e);
    }
  }

  private void checkShapes(MultiLayerConfiguration configuration, ImageShape shape, int classes) {
    InputType type = InputType.convolutional(shape.height(), shape.width(), shape.channels());
    long largest = 0;
    try {
      for (int i = 0; i < configuration.getConfs().size(); i++) {
        if (configuration.getInputPreProcess(i) != null) {
          type = configuration.getInputPreProcess(i).getOutputType(type);
        }
        type = configuration.getConf(i).getLayer().getOutputType(i, type);
        largest = Math.max(largest, type.arrayElementsPerExample());
      }
    } catch (RuntimeException e) {
      throw zip.damage(Entry.CONFIGURATION, e);
    }
    if (largest > MAX_ACTIVATION) {
      throw zip.complaint(
          Entry.CONFIGURATION,
          String.format(
              Locale.ROOT,
              "a layer makes %d values of an image; expected at most %d",
              largest,
              MAX_ACTIVATION));
    }
    if (type.getType() != InputType.Type.FF || type.arrayElementsPerExample() != classes) {
      throw zip.complaint(
          Entry.CONFIGURATION,
          String.format(
              Locale.ROOT,
              "a network that makes %s of an image of %s; expected probabilities of %d classes",
              type,
              shape,
              classes));
    }
  }

  private void restoreUpdater(MultiLayerNetwork network) {
    INDArray state = network.getUpdater().getStateViewArray();
    if (state == null) {
      throw zip.complaint(Entry.UPDATER, "the configuration's updater remembers nothing");
    }
    // What lies there has at most two values a parameter, and may be all zeros.
    INDArray stored = vector(Entry.UPDATER, state.length());
    network.getUpdater().setStateViewArray(network, stored, false);
  }

  private void checkRatio(int length) {
    if (!zip.has(Entry.PARAMETERS)) {
      throw zip.complaint(
          Entry.PARAMETERS, "missing; the configuration makes " + length + " values");
    }
    long bytes = (long) length * Float.BYTES;
    long compressed = zip.compressed(Entry.PARAMETERS);
    if (bytes > SMALL && bytes / MAX_RATIO > compressed) {
      throw zip.complaint(
          Entry.PARAMETERS,
          String.format(
              Locale.ROOT,
              "%d bytes cannot be the %d values that the configuration makes",
              compressed,
              length));
    }
  }

  private INDArray vector(Entry entry, long length) {
    if (length > Integer.MAX_VALUE) {
      throw zip.complaint(entry, length + " values; expected at most " + Integer.MAX_VALUE);
    }
    try (InputStream in = zip.open(entry)) {
      return FloatVector.read(in, (int) length);
    } catch (IOException | RuntimeException e) {
      throw zip.damage(entry, e);
    }
  }
}
