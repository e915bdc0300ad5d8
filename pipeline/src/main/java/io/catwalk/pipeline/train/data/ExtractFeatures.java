package io.catwalk.pipeline.train.data;

import io.catwalk.pipeline.dataset.Vectoriser;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Puts a worker's images through the frozen layers, once for all epochs. */
record ExtractFeatures(Broadcast<Extraction> extraction, Vectoriser vectoriser)
    implements Function<ResidentExamples, ResidentExamples> {

  private static final int MINIBATCH = 64;

  @Override
  public ResidentExamples call(ResidentExamples images) {
    float[][] features = new float[images.size()][];
    int[] labels = new int[images.size()];
    MinibatchFeed.Range all =
        new MinibatchFeed.Range(
            images, IntStream.range(0, images.size()).toArray(), 0, images.size(), MINIBATCH);
    try (FrozenFront front = new FrozenFront(extraction.value());
        MinibatchFeed feed = new MinibatchFeed(vectoriser)) {
      for (int from = 0; from < images.size(); from += MINIBATCH) {
        float[][] rows = front.rows(feed.fill(all, from).features());
        System.arraycopy(rows, 0, features, from, rows.length);
      }
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = images.label(i);
    }
    return new ResidentFeatures(features, labels);
  }
}
