package io.catwalk.pipeline.config;

import io.catwalk.models.engine.Precision;
import java.io.Serializable;
import java.util.Locale;

/**
 * What computes training steps ({@code train.layers}, {@code train.accelerator}, {@code
 * train.precision}).
 *
 * @param layers {@code engine}, or {@code stock}: Deeplearning4j's layers compute by themselves
 * @param gpu whether the engine computes them on GPUs
 * @param precision of products on GPUs: {@code tf32} or {@code fp32}
 */
public record ComputeConfig(String layers, boolean gpu, String precision) implements Serializable {

  /** Catwalk's engine, by processors. */
  public static final ComputeConfig ENGINE = onProcessors("engine");

  /** Deeplearning4j's layers. */
  public static final ComputeConfig STOCK = onProcessors("stock");

  private static ComputeConfig onProcessors(String layers) {
    return new ComputeConfig(layers, false, "tf32");
  }

  /** Of the engine's products. */
  public Precision enginePrecision() {
    return Precision.valueOf(precision.toUpperCase(Locale.ROOT));
  }

  /** Name of the engine's device; empty where the network's layers compute. */
  public String device() {
    if (gpu) {
      return "cuda";
    }
    return layers.equals("engine") ? "cpu" : "";
  }
}
