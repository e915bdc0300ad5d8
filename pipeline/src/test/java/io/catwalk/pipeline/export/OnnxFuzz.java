package io.catwalk.pipeline.export;

import io.catwalk.pipeline.fuzz.FuzzTarget;
import java.util.List;

/** A network in ONNX from anywhere. */
public final class OnnxFuzz {

  private OnnxFuzz() {}

  public static List<FuzzTarget> targets() {
    return List.of(
        new FuzzTarget(
            "onnx network",
            List.of(SmallOnnx.bytes()),
            bytes -> ImportJob.network(bytes, "net.onnx")));
  }
}
