package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.decode.ImageDecoders;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.source.ClassNames;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import io.catwalk.pipeline.ingest.source.SourceImage;
import io.catwalk.pipeline.ingest.source.SourceImages;
import io.catwalk.pipeline.ingest.source.SourceListing;
import io.catwalk.pipeline.ingest.source.SplitAssignment;
import io.catwalk.pipeline.storage.SourceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.util.LongAccumulator;

/**
 * The first images of each class of a source, read on this machine alone.
 *
 * @param examples that could be decoded, a class after the other as the source has them
 * @param classes names in label order
 * @param bad path and reason of each that could not
 */
public record SampledImages(List<Example> examples, List<String> classes, List<String> bad) {

  /**
   * @param config names the source, how its classes are told, and what images become
   * @param most of each class
   * @throws io.catwalk.pipeline.CatwalkException (data) when there is no image, or less than two
   *     classes
   */
  public static SampledImages of(SourceFiles files, DatasetConfig config, int most) {
    SourceListing listing =
        SourceListing.of(files, files.list(config.source()), config.zipEncoding());
    LabelledImages images = new SourceImages(files, config).of(listing).withoutEmptyClasses();
    ClassNames.requireVisible(images, config.source());
    int[] taken = new int[images.classes().size()];
    List<SourceImage> some =
        images.images().stream().filter(image -> taken[image.label()]++ < most).toList();
    ImageDecoders decoders =
        new ImageDecoders(config.shape(), config.resize(), config.maxMegapixels());
    WatchedDecoder decoder =
        new WatchedDecoder(
            decoders, DecodeNote.in(Path.of(System.getProperty("java.io.tmpdir"))), false);
    List<Example> examples = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    try (BatchIterator read =
        new BatchIterator(
            ImageBatch.of(some, 1).iterator(),
            files,
            decoder,
            config.maxMegapixels(),
            new SplitAssignment(SplitRule.FILE, 0, 0, 0),
            new ImageCounts(new LongAccumulator(), new LongAccumulator()))) {
      while (read.hasNext()) {
        IngestedImage image = read.next();
        if (image.reason() == null) {
          examples.add(new Example(image.pixels(), image.label(), image.path(), image.sha256()));
        } else {
          bad.add(image.path() + " (" + image.reason().id() + ")");
        }
      }
    }
    return new SampledImages(examples, images.classes(), bad);
  }
}
