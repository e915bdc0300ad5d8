package io.catwalk.models.onnx;

import io.catwalk.models.ImageShape;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network that was trained elsewhere.
 *
 * @param network ends in a softmax over the classes
 * @param shape of the images that it takes
 * @param classes that it tells apart, at least 2
 * @param opset version of ONNX's operators that its file is written in
 * @param producer program that wrote the file, as it says itself; empty where it does not
 */
public record ImportedNetwork(
    MultiLayerNetwork network, ImageShape shape, int classes, long opset, String producer) {}
