package io.catwalk.models.engine;

/** A network that no plan can be made of; the message names the layer and what is wrong with it. */
public final class UnsupportedNetworkException extends UnsupportedOperationException {

  private static final long serialVersionUID = 1L;

  private final int layer;

  UnsupportedNetworkException(int layer, Object configuration, String reason) {
    super("layer " + layer + " (" + configuration.getClass().getSimpleName() + "): " + reason);
    this.layer = layer;
  }

  /** Index of the first layer that the engine cannot compute. */
  public int layer() {
    return layer;
  }
}
