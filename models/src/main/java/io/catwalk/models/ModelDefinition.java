package io.catwalk.models;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** A network by name: from the shape of its input to a configuration that Deeplearning4j trains. */
public interface ModelDefinition {

  /** The name that {@code model.name} selects, for example {@code lenet5}. */
  String name();

  /** One line for a person who chooses. */
  String description();

  /** The input that the network was designed for. */
  ImageShape designShape();

  /**
   * The network for images of this shape, which it reads as [minibatch, channels, height, width].
   *
   * @throws IllegalArgumentException when the network cannot take this shape, with the reason
   */
  MultiLayerConfiguration configure(ImageShape input, Hyperparameters hyperparameters);
}
