package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.decode.ImageDecoders;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.source.ClassNames;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import io.catwalk.pipeline.ingest.source.SourceImages;
import io.catwalk.pipeline.ingest.source.SourceListing;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.ArrayList;
import java.util.List;

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
    List<Example> examples = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    LocalReading.read(
        files,
        some,
        decoders,
        config.maxMegapixels(),
        image -> {
          if (image.good()) {
            examples.add(new Example(image.pixels(), image.label(), image.path(), image.sha256()));
          } else {
            bad.add(image.path() + " (" + image.reason().id() + ")");
          }
        });
    return new SampledImages(examples, images.classes(), bad);
  }
}
