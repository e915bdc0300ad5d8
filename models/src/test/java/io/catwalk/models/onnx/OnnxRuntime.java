package io.catwalk.models.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.util.Map;

/** Runs an ONNX model as those do who serve it. */
public final class OnnxRuntime implements AutoCloseable {

  private final OrtSession session;

  /**
   * @throws OrtException where it breaks ONNX's rules
   */
  public OnnxRuntime(byte[] model) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      // What it refuses comes back as an exception.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      session = OrtEnvironment.getEnvironment().createSession(model, options);
    }
  }

  public OrtSession session() {
    return session;
  }

  /**
   * @param images uint8, [n, height, width, channels]
   * @return [n][classes]
   */
  public float[][] probabilities(byte[] images, long... shape) throws OrtException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(images.length).put(images).rewind();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), buffer, shape, OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of(OnnxModel.INPUT, tensor))) {
      return (float[][]) result.get(OnnxModel.OUTPUT).orElseThrow().getValue();
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
