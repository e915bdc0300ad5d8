package io.catwalk.pipeline.train;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Sgd;

/** A LeNet-5 that has learned nothing yet, always the same one, of a dataset of pets. */
public final class PetModel {

  private PetModel() {}

  /** Of grey images of 20×20. */
  public static TrainedModel grey(boolean synthetic, String... classes) {
    return of(new ImageShape(20, 20, 1), synthetic, classes);
  }

  public static TrainedModel of(ImageShape shape, boolean synthetic, String... classes) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5")
                .configure(shape, new Hyperparameters(classes.length, 1, new Sgd(0.1))));
    network.init();
    ModelCard card =
        new ModelCard(
            1,
            "lenet5",
            List.of(classes),
            shape,
            "fit",
            Collections.nCopies(shape.channels(), 0.5),
            Collections.nCopies(shape.channels(), 0.25),
            "pets",
            "1",
            synthetic);
    return new TrainedModel(card, network);
  }
}
