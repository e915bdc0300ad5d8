package io.catwalk.pipeline.evaluate;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One dense softmax layer over images of 2×3 pixels, with random weights. */
final class TinyModel {

  static final ImageShape SHAPE = new ImageShape(2, 3, 1);

  private TinyModel() {}

  static TrainedModel of(List<String> classes, long seed) {
    ModelCard card =
        new ModelCard(
            1, "tiny", classes, SHAPE, "fit", List.of(0.5), List.of(0.25), "drawn", "cd34", true);
    return new TrainedModel(card, network(classes.size(), seed));
  }

  private static MultiLayerNetwork network(int classes, long seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(2, 3, 1))
                .build());
    network.init();
    return network;
  }

  /** Random images; labels go round. */
  static List<Example> examples(int count, int classes) {
    Random random = new Random(count);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[SHAPE.values()];
      random.nextBytes(pixels);
      examples.add(new Example(pixels, i % classes, "image-" + i + ".png", "sha-" + i));
    }
    return examples;
  }
}
