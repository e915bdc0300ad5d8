package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.decode.ImageDecoders;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import io.catwalk.pipeline.ingest.source.SplitAssignment;
import io.catwalk.pipeline.ingest.source.TarStream;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Looks at a few images of a source that is stored as grey: whether they have colours, which nobody
 * would see any more.
 */
record ColourSample(SparkSession spark, SourceFiles files, DatasetConfig config) {

  private static final int IMAGES = 16;
  private static final int SIDE = 32;

  /** Values of red, green and blue that lie nearer are grey, as compression leaves it. */
  private static final int NEAR = 24;

  /** Whether more than a hundredth of an image's pixels has a colour. */
  private record IsColourful() implements Function<IngestedImage, Boolean> {
    @Override
    public Boolean call(IngestedImage image) {
      return image.good() && isColourful(image.pixels());
    }
  }

  /**
   * @param pixels of 3 channels
   */
  static boolean isColourful(byte[] pixels) {
    int plane = pixels.length / 3;
    int colourful = 0;
    for (int at = 0; at < plane; at++) {
      int red = pixels[at] & 0xff;
      int green = pixels[at + plane] & 0xff;
      int blue = pixels[at + 2 * plane] & 0xff;
      int most = Math.max(red, Math.max(green, blue));
      int least = Math.min(red, Math.min(green, blue));
      colourful += most - least > NEAR ? 1 : 0;
    }
    return colourful > plane / 100;
  }

  /** What must be told of the source; empty where it keeps its colours or has none. */
  List<String> warning(LabelledImages source) {
    boolean grey =
        source.images().stream().allMatch(image -> image.container().pixels().isPresent());
    if (config.shape().channels() != 1 || grey) {
      return List.of();
    }
    return anyInColour(source.images()) ? List.of(SourceNotices.LOST_COLOURS) : List.of();
  }

  private boolean anyInColour(List<SourceImage> images) {
    List<SourceImage> some =
        sample(images, IMAGES).stream().map(image -> image.in(Split.TEST, Map.of())).toList();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<ImageBatch> batches = ImageBatch.of(some, 1);
    DecodeBatches decode =
        new DecodeBatches(
            files,
            new ImageDecoders(
                new ImageShape(SIDE, SIDE, 3), ResizeMode.STRETCH, config.maxMegapixels()),
            new SplitAssignment(SplitRule.FILE, 0, 0, 0),
            ImageCounts.of(spark));
    context.setJobDescription("ingest " + config.name() + ": look for colours");
    try {
      return !context
          .parallelize(batches, batches.size())
          .mapPartitions(decode)
          .filter(new IsColourful())
          .isEmpty();
    } finally {
      context.setJobDescription(null);
    }
  }

  /**
   * From all over the source; of what can only be read from its start, what is quickly there.
   *
   * @param most images
   */
  static List<SourceImage> sample(List<SourceImage> images, int most) {
    if (images.get(0).container() instanceof TarStream) {
      return images.stream()
          .sorted(Comparator.comparingLong(image -> image.entry().position()))
          .limit(most)
          .toList();
    }
    List<SourceImage> some = new ArrayList<>();
    double step = Math.max(1, images.size() / (double) most);
    for (double at = 0; at < images.size() && some.size() < most; at += step) {
      some.add(images.get((int) at));
    }
    return some;
  }
}
