package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.ingest.decode.ImageDecoders;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.source.SplitAssignment;
import io.catwalk.pipeline.storage.SourceFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.util.LongAccumulator;

/** Reads some images of a source on this machine alone, as the tasks of an ingest read all. */
final class LocalReading {

  private LocalReading() {}

  /**
   * @param each gets every image, good or bad, in the order of the images
   */
  static void read(
      SourceFiles files,
      List<SourceImage> images,
      ImageDecoders decoders,
      int maxMegapixels,
      Consumer<IngestedImage> each) {
    WatchedDecoder decoder =
        new WatchedDecoder(
            decoders, DecodeNote.in(Path.of(System.getProperty("java.io.tmpdir"))), false);
    try (BatchIterator read =
        new BatchIterator(
            ImageBatch.of(images, 1).iterator(),
            files,
            decoder,
            maxMegapixels,
            new SplitAssignment(SplitRule.FILE, 0, 0, 0),
            new ImageCounts(new LongAccumulator(), new LongAccumulator()))) {
      read.forEachRemaining(each);
    }
  }
}
