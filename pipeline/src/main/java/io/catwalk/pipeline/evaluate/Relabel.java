package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.Function;

/**
 * Gives examples the labels of a model whose classes stand in another order, or are more than the
 * dataset's.
 *
 * @param labels the dataset's label → the model's
 */
record Relabel(List<Integer> labels) implements Function<Example, Example> {

  /**
   * @throws CatwalkException (data) when the split has examples of a class that the model does not
   *     know
   */
  static Relabel between(DatasetManifest manifest, Split split, List<String> modelClasses) {
    Map<String, Long> counts = manifest.counts().getOrDefault(split.id(), Map.of());
    List<String> unknown =
        manifest.classes().stream()
            .filter(name -> counts.getOrDefault(name, 0L) > 0 && !modelClasses.contains(name))
            .toList();
    if (!unknown.isEmpty()) {
      throw CatwalkException.data(
          "Dataset "
              + manifest.name()
              + " has "
              + split.id()
              + " examples of classes that the model does not know: "
              + String.join(", ", unknown)
              + "; the model knows "
              + String.join(", ", modelClasses));
    }
    return new Relabel(manifest.classes().stream().map(modelClasses::indexOf).toList());
  }

  @Override
  public Example call(Example example) {
    int label = example.label() < 0 ? -1 : labels.get(example.label());
    return new Example(example.pixels(), label, example.path(), example.sha256(), example.facts());
  }
}
