package io.catwalk.pipeline.config;

import io.catwalk.models.engine.Precision;
import java.io.Serializable;

/**
 * What computes training steps ({@code train.layers}, {@code train.accelerator}, {@code
 * train.precision}).
 *
 * @param layers whose code computes them
 * @param gpu whether the engine computes them on GPUs
 * @param precision of products on GPUs
 */
public record ComputeConfig(Layers layers, boolean gpu, Precision precision)
    implements Serializable {

  /** Catwalk's engine, by processors. */
  public static final ComputeConfig ENGINE = onProcessors(Layers.ENGINE);

  /** Deeplearning4j's layers. */
  public static final ComputeConfig STOCK = onProcessors(Layers.STOCK);

  private static ComputeConfig onProcessors(Layers layers) {
    return new ComputeConfig(layers, false, Precision.TF32);
  }

  /** Name of the engine's device; empty where the network's layers compute. */
  public String device() {
    if (gpu) {
      return "cuda";
    }
    return layers == Layers.ENGINE ? "cpu" : "";
  }

  /** Whose code computes a network's layers. */
  public enum Layers {
    ENGINE,
    /** Deeplearning4j's own. */
    STOCK
  }
}
