package io.catwalk.pipeline.export;

import io.catwalk.models.onnx.OnnxModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A model's folder in a model repository of NVIDIA's Triton Inference Server: {@code config.pbtxt},
 * {@code labels.txt} and {@code 1/model.onnx}.
 */
final class TritonConfig {

  static final String FILE = "config.pbtxt";
  static final String LABELS = "labels.txt";
  static final String MODEL = "1/" + OnnxTwin.FILE;

  /** Images that Triton puts together; a smaller number in the file takes less memory. */
  private static final int MAX_BATCH = 64;

  private TritonConfig() {}

  /**
   * @param name of the model, and of its folder
   * @param classes that it tells apart
   */
  static byte[] of(String name, int classes) {
    return String.format(
            Locale.ROOT,
            """
            # Images of one size go together: uint8, height x width x channels (1 or 3: red, green, blue).
            name: "%s"
            backend: "onnxruntime"
            max_batch_size: %d
            dynamic_batching { }
            input [
              {
                name: "%s"
                data_type: TYPE_UINT8
                dims: [ -1, -1, -1 ]
              }
            ]
            output [
              {
                name: "%s"
                data_type: TYPE_FP32
                dims: [ %d ]
                label_filename: "%s"
              }
            ]
            """,
            name,
            MAX_BATCH,
            OnnxModel.INPUT,
            OnnxModel.OUTPUT,
            classes,
            LABELS)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A line a class, whatever its name is. */
  static byte[] labels(List<String> classes) {
    return classes.stream()
        .map(name -> name.replaceAll("\\R", " ") + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }
}
