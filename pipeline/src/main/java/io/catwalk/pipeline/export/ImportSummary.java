package io.catwalk.pipeline.export;

import io.catwalk.models.ImageShape;
import java.util.List;

/**
 * What was imported; as JSON (snake_case) it is what {@code --json} prints.
 *
 * @param model the network's name
 * @param onnx full URI of the file that it comes from
 * @param producer program that wrote that file, as it says; empty where it does not
 * @param opset version of ONNX's operators in it
 * @param shape of the images that the network takes
 * @param layers names by which {@code --freeze-until} knows them
 * @param parameters number of all
 * @param classes in the order of the output
 * @param resize how an image becomes as large as the network's
 * @param mean that is taken from each pixel in 0 to 1, a channel
 * @param standardDeviation by which the rest is divided, a channel
 * @param modelFile full URI of the {@code model.zip}
 */
public record ImportSummary(
    String model,
    String onnx,
    String producer,
    long opset,
    ImageShape shape,
    List<String> layers,
    long parameters,
    List<String> classes,
    String resize,
    List<Double> mean,
    List<Double> standardDeviation,
    String modelFile) {}
