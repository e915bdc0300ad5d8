package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.Split;
import org.apache.spark.api.java.function.Function;

/** What has ever tested a model never trains one, wherever the source or the draw would put it. */
public record SealTested(HashTable tested) implements Function<IngestedImage, IngestedImage> {
  @Override
  public IngestedImage call(IngestedImage image) {
    boolean moved = image.good() && image.split() != Split.TEST && tested.contains(image.sha256());
    return moved ? image.in(Split.TEST) : image;
  }
}
