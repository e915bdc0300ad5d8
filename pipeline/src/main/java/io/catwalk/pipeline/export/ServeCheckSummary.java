package io.catwalk.pipeline.export;

/**
 * What a deployer asks first of a model; as JSON (snake_case) it is what {@code --json} prints.
 *
 * @param model the network's name
 * @param modelFile full URI of {@code model.zip}
 * @param shape of the images, as {@code 1@32×32}
 * @param batch images of a request where throughput is measured
 * @param threads that were many
 * @param zip {@code model.zip} by Catwalk's engine
 * @param onnx its ONNX twin by ONNX Runtime
 * @param compared images whose answers were compared
 * @param largestDifference of a probability
 * @param synthetic the model was trained on drawn pictures
 */
public record ServeCheckSummary(
    String model,
    String modelFile,
    String shape,
    int batch,
    int threads,
    ServeFigures zip,
    ServeFigures onnx,
    int compared,
    double largestDifference,
    boolean synthetic) {}
