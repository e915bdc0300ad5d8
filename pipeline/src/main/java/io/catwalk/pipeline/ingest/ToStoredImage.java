package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.ImageFacts;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import org.apache.spark.api.java.function.Function;

/** An image that need not be read again, from its row in a shard. */
record ToStoredImage(Split split) implements Function<Example, IngestedImage> {
  @Override
  public IngestedImage call(Example example) {
    ImageFacts facts = example.facts();
    return new IngestedImage(
        example.path(),
        example.label(),
        split,
        example.sha256(),
        example.pixels(),
        IngestedImage.hash(example.pixels()),
        facts.sourceWidth(),
        facts.sourceHeight(),
        null,
        null,
        0,
        facts.attributes(),
        false);
  }
}
