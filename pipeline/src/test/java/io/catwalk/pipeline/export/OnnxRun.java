package io.catwalk.pipeline.export;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.catwalk.models.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.util.Map;

/** ONNX Runtime, once. */
public final class OnnxRun {

  private OnnxRun() {}

  /**
   * @param output whose values are wanted
   * @param images uint8, of this shape
   */
  public static Object of(byte[] model, String output, byte[] images, long... shape)
      throws OrtException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(images.length).put(images).rewind();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model);
        OnnxTensor tensor =
            OnnxTensor.createTensor(environment, buffer, shape, OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of(OnnxModel.INPUT, tensor))) {
      return result.get(output).orElseThrow().getValue();
    }
  }

  /** What the file says of itself. */
  public static Map<String, String> metadata(byte[] model) throws OrtException {
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model)) {
      return session.getMetadata().getCustomMetadata();
    }
  }
}
