package io.catwalk.pipeline.train;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Looks for the first stored image that no network could be trained on, once training has failed.
 * Gives its path and what is wrong with it.
 */
record FindCulprit(Vectoriser vectoriser) implements FlatMapFunction<Iterator<Example>, String> {

  @Override
  public Iterator<String> call(Iterator<Example> examples) {
    while (examples.hasNext()) {
      Example example = examples.next();
      String objection = objection(example);
      if (objection != null) {
        return List.of("image " + example.path() + " " + objection).iterator();
      }
    }
    return List.<String>of().iterator();
  }

  private String objection(Example example) {
    int values = vectoriser.shape().values();
    if (example.pixels() == null || example.pixels().length != values) {
      int found = example.pixels() == null ? 0 : example.pixels().length;
      return String.format(
          Locale.ROOT, "holds %,d values, expected %,d (%s)", found, values, vectoriser.shape());
    }
    if (example.label() < 0 || example.label() >= vectoriser.classes()) {
      return String.format(
          Locale.ROOT, "has label %d, expected 0 to %d", example.label(), vectoriser.classes() - 1);
    }
    return null;
  }
}
