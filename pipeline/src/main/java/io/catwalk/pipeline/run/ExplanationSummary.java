package io.catwalk.pipeline.run;

import java.util.List;
import java.util.Map;

/**
 * What a network sees in an image; as JSON (snake_case) it is what {@code --json} prints.
 *
 * @param model the network's name
 * @param modelFile full URI of {@code model.zip}
 * @param image full URI of the image
 * @param predicted the most probable class
 * @param explained the class that saliency and Grad-CAM speak of
 * @param probabilities class → probability, in the model's order
 * @param layer whose feature maps are shown; null where the network has none
 * @param pictures full URIs
 * @param synthetic the model was trained on drawn pictures
 */
public record ExplanationSummary(
    String model,
    String modelFile,
    String image,
    String predicted,
    String explained,
    Map<String, Double> probabilities,
    String layer,
    List<String> pictures,
    boolean synthetic) {}
