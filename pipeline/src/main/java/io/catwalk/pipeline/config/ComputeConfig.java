package io.catwalk.pipeline.config;

import io.catwalk.models.engine.Precision;
import java.io.Serializable;
import java.util.Locale;

/**
 * What computes training steps ({@code train.layers}, {@code train.accelerator}, {@code
 * train.precision}).
 *
 * @param layers what the network is built from: {@code native}, {@code stock}, or {@code engine}:
 *     native ones whose training steps the engine computes
 * @param gpu whether the engine computes them on GPUs
 * @param precision of products on GPUs: {@code tf32} or {@code fp32}
 */
public record ComputeConfig(String layers, boolean gpu, String precision) implements Serializable {

  /** By Catwalk's layers over libnd4j's operations. */
  public static final ComputeConfig NATIVE = onProcessors("native");

  /** By processors. */
  public static ComputeConfig onProcessors(String layers) {
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
