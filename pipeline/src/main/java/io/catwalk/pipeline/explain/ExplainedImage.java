package io.catwalk.pipeline.explain;

import java.util.List;
import java.util.SortedMap;

/**
 * What a network sees in an image.
 *
 * @param probabilities a class, in the order of the model's card
 * @param predicted index of the most probable class
 * @param explained index of the class that saliency and Grad-CAM speak of
 * @param layer whose feature maps are shown; null where the network has none
 * @param pictures file name → PNG
 */
public record ExplainedImage(
    List<Double> probabilities,
    int predicted,
    int explained,
    String layer,
    SortedMap<String, byte[]> pictures) {}
