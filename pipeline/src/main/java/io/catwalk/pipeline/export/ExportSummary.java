package io.catwalk.pipeline.export;

import java.util.List;
import java.util.Map;

/**
 * What was exported; as JSON (snake_case) it is what {@code --json} prints.
 *
 * @param model the network's name
 * @param modelFile full URI of {@code model.zip}
 * @param exported full URI of the ONNX file, or of the model's folder in the model repository
 * @param bytes of the ONNX file
 * @param opset version of ONNX's operators
 * @param input name, type and shape
 * @param output likewise
 * @param labels in the order of the output
 * @param metadata of the file, labels among it
 * @param synthetic the model was trained on drawn pictures
 */
public record ExportSummary(
    String model,
    String modelFile,
    String exported,
    long bytes,
    int opset,
    String input,
    String output,
    List<String> labels,
    Map<String, String> metadata,
    boolean synthetic) {}
