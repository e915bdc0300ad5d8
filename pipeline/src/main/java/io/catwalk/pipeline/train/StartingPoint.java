package io.catwalk.pipeline.train;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.LayerNames;
import io.catwalk.models.ModelDefinition;
import io.catwalk.models.NetworkSize;
import io.catwalk.models.transfer.Transfer;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.model.TrainedModel;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Where a training starts: from a definition and a seed, or from a network trained before. */
public final class StartingPoint {

  private final ModelDefinition definition;
  private final TrainedModel parent;
  private final int frozen;

  private StartingPoint(ModelDefinition definition, TrainedModel parent, int frozen) {
    this.definition = definition;
    this.parent = parent;
    this.frozen = frozen;
  }

  /** A new network with random weights. */
  public static StartingPoint of(ModelDefinition definition) {
    return new StartingPoint(definition, null, 0);
  }

  /**
   * A network trained before.
   *
   * @param freezeUntil the last layer that stays as it is, by its name; empty to train all
   * @throws CatwalkException (usage) when it has no such layer, or nothing would be left to train
   */
  public static StartingPoint from(TrainedModel parent, String freezeUntil) {
    if (freezeUntil.isEmpty()) {
      return new StartingPoint(null, parent, 0);
    }
    LayerNames names = LayerNames.of(parent.network().getLayerWiseConfigurations());
    OptionalInt layer = names.index(freezeUntil);
    int last = parent.network().getnLayers() - 1;
    if (layer.isEmpty() || layer.getAsInt() == last) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "model.freeze-until = %s: %s; expected one of %s",
              freezeUntil,
              layer.isEmpty()
                  ? parent.card().model() + " has no such layer"
                  : "nothing would be left to train",
              String.join(", ", names.all().subList(0, names.all().size() - 1))));
    }
    return new StartingPoint(null, parent, layer.getAsInt() + 1);
  }

  /** The network's name. */
  public String name() {
    return parent == null ? definition.name() : parent.card().model();
  }

  /** Whether layers stay as they are. */
  public boolean freezes() {
    return frozen > 0;
  }

  /**
   * How large the network is, without making it.
   *
   * @param classes that it tells apart
   */
  NetworkSize size(ImageShape shape, int classes, TrainingConfig config) {
    return NetworkSize.of(
        parent == null
            ? definition.configure(shape, NewNetwork.hyperparameters(classes, config, 1))
            : parent.network().getLayerWiseConfigurations(),
        shape);
  }

  /**
   * Refuses images of another shape.
   *
   * @param shape of the images to train on
   * @throws CatwalkException (usage) when the stored network takes others
   */
  public void checkShape(ImageShape shape) {
    if (parent != null && !parent.card().shape().equals(shape)) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "data.shape is %s, but the stored %s of model.from takes images of %s; expected the same",
              shape,
              name(),
              parent.card().shape()));
    }
  }

  /**
   * Refuses other classes, unless the user wants a new output layer for them.
   *
   * @param classes of the images to train on
   * @param confirmed {@code model.classes}: their number, where the user wants a new output layer
   *     for them, else 0
   * @throws CatwalkException (usage) when the stored network knows others and the user did not say
   *     that it is to have a new output layer
   */
  public void checkClasses(List<String> classes, int confirmed) {
    if (isNewOutput(classes) && confirmed != classes.size()) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "The stored %s of model.from tells apart %s, the dataset has %s; expected the same, or model.classes = %d for a new output layer",
              name(),
              String.join(", ", parent.card().classes()),
              String.join(", ", classes),
              classes.size()));
    }
  }

  private boolean isNewOutput(List<String> classes) {
    return parent != null && !parent.card().classes().equals(classes);
  }

  /**
   * The network as training begins with it.
   *
   * @param examples that an epoch consumes, by which schedules are measured
   */
  public Beginning begin(
      ImageShape shape, List<String> classes, TrainingConfig config, long examples) {
    if (parent == null) {
      return new Beginning(
          NewNetwork.of(definition, shape, classes.size(), config, examples), null, null);
    }
    Transfer transfer = new Transfer(parent.network(), shape, frozen);
    Hyperparameters hyperparameters = NewNetwork.hyperparameters(classes.size(), config, examples);
    MultiLayerNetwork rest =
        transfer.rest(
            hyperparameters,
            isNewOutput(classes),
            configuration -> NewNetwork.learning(configuration, config));
    return new Beginning(rest, transfer, hyperparameters);
  }
}
