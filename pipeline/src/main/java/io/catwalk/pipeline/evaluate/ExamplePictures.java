package io.catwalk.pipeline.evaluate;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.evaluate.ExamplePictures.Pictured;
import io.catwalk.pipeline.explain.Thumbnail;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Makes small pictures of chosen examples where the examples are, so that no more than these
 * travels.
 *
 * @param pictured {@link Example#key} of those that are chosen
 * @param whole those among them whose pixels are kept too
 * @param shape of all
 */
public record ExamplePictures(HashTable pictured, HashTable whole, ImageShape shape)
    implements FlatMapFunction<Example, Pictured> {

  private static final byte[] NO_PIXELS = {};

  /**
   * @param example without pixels, where nobody wants to have them
   */
  public record Pictured(Example example, Thumbnail thumbnail) implements Serializable {}

  @Override
  public Iterator<Pictured> call(Example example) {
    String key = example.key();
    if (!pictured.contains(key)) {
      return List.<Pictured>of().iterator();
    }
    Thumbnail thumbnail = Thumbnail.of(example.pixels(), shape);
    Example kept =
        whole.contains(key)
            ? example
            : new Example(NO_PIXELS, example.label(), example.path(), example.sha256());
    return List.of(new Pictured(kept, thumbnail)).iterator();
  }
}
