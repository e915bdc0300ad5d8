package io.catwalk.pipeline.evaluate;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Device;
import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.spark.TaskDevice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Embeds a partition, in the order of its examples. For few examples: a partition's embeddings are
 * in memory together.
 *
 * @param model reaches every executor once
 * @param vectoriser of the images that the model was trained on
 * @param minibatch examples of one forward pass, at least 1
 * @param compute what computes it
 */
record EmbedExamples(
    Broadcast<FrozenNetwork> model, Vectoriser vectoriser, int minibatch, ComputeConfig compute)
    implements FlatMapFunction<Iterator<Example>, Embedded> {

  @Override
  public Iterator<Embedded> call(Iterator<Example> examples) {
    if (!examples.hasNext()) {
      return Collections.emptyIterator();
    }
    Optional<Device> device =
        Optional.of(compute.device())
            .filter(name -> !name.isEmpty())
            .map(name -> TaskDevice.engine(name, compute.precision()));
    ScoringNetwork.Way way =
        new ScoringNetwork.Way(device, Extent.of(vectoriser.shape()), minibatch);
    List<Embedded> all = new ArrayList<>();
    try (EmbeddingNetwork network =
        new EmbeddingNetwork(model.value().snapshot().restore(), vectoriser.shape(), way)) {
      new MinibatchIterator<>(examples, minibatch, batch -> embed(network, batch))
          .forEachRemaining(all::add);
    }
    return all.iterator();
  }

  private List<Embedded> embed(EmbeddingNetwork network, List<Example> batch) {
    List<Example> sound =
        batch.stream().filter(e -> e.pixels().length == vectoriser.shape().values()).toList();
    List<Embedded> embedded =
        new ArrayList<>(Collections.nCopies(batch.size() - sound.size(), Embedded.NOTHING));
    if (!sound.isEmpty()) {
      try (INDArray features = vectoriser.features(sound)) {
        EmbeddingNetwork.Outputs outputs = network.of(features);
        for (int i = 0; i < sound.size(); i++) {
          embedded.add(Embedded.of(outputs.probabilities()[i], outputs.embeddings()[i]));
        }
      }
    }
    return embedded;
  }
}
