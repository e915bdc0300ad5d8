package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.ContainerGroups;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.source.IdxImages;
import io.catwalk.pipeline.ingest.source.IdxSource;
import io.catwalk.pipeline.ingest.source.SourceListing;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads IDX files without Spark, on the calling thread. */
public final class IdxExamples {

  private IdxExamples() {}

  /**
   * The first training images of a source (its test images where it has no others), laid out as the
   * job would store them. Smaller ones get a black border.
   *
   * @param source a folder that holds the four MNIST files, gzipped or not
   * @param most how many at most, at least 1
   * @throws CatwalkException (data) when there are none or they are damaged
   */
  public static List<Example> first(SourceFiles files, String source, ImageShape shape, int most) {
    SourceListing listing = SourceListing.of(files, files.list(source), "");
    List<SourceImage> found =
        new IdxSource(files, List.of(), source)
            .label(listing.located()).images().stream()
                .sorted(Comparator.comparing(image -> image.split() != Split.TRAIN))
                .limit(most)
                .toList();
    Map<Container, List<SourceImage>> containers = ContainerGroups.ofImages(found);
    List<Example> examples = new ArrayList<>();
    try (ImageDecoder decoder = new ImageDecoder(shape, ResizeMode.PAD, 1)) {
      for (Map.Entry<Container, List<SourceImage>> file : containers.entrySet()) {
        read((IdxImages) file.getKey(), file.getValue(), files, decoder, examples);
      }
    } catch (IOException e) {
      throw CatwalkException.data("Cannot read " + source + ": " + e.getMessage(), e);
    }
    return examples;
  }

  private static void read(
      IdxImages file,
      List<SourceImage> images,
      SourceFiles files,
      ImageDecoder decoder,
      List<Example> examples)
      throws IOException {
    try (EntryReader reader = file.open(files)) {
      for (SourceImage image : images) {
        byte[] grey = reader.read(image.entry());
        byte[] pixels = decoder.resize(grey, file.columns(), file.rows()).values();
        examples.add(new Example(pixels, image.label(), image.path(), ""));
      }
    }
  }
}
