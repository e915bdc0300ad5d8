package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import io.catwalk.pipeline.ingest.decode.ImageDecoder.JpegScale;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.ContainerGroups;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.source.PlainFiles;
import io.catwalk.pipeline.ingest.source.SourceListing;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Reads and decodes the images of a source on the calling thread, as a task of the job does, to
 * tell how fast and how true that is. Images that cannot be decoded are left out. Not thread-safe.
 */
public final class DecodeTrial implements AutoCloseable {

  private static final int MAX_MEGAPIXELS = 100;

  private final SourceFiles files;
  private final List<Located> images;
  private final Map<Container, List<Located>> containers;
  private final ImageDecoder decoder;
  private final ImageDecoder fullDecoder;

  private DecodeTrial(
      SourceFiles files,
      List<Located> images,
      ImageShape shape,
      ResizeMode resize,
      JpegScale scale) {
    this.files = files;
    this.images = images;
    this.containers = ContainerGroups.ofLocated(images);
    this.decoder = new ImageDecoder(shape, resize, MAX_MEGAPIXELS, scale);
    this.fullDecoder = new ImageDecoder(shape, resize, MAX_MEGAPIXELS, JpegScale.FULL);
  }

  /**
   * Lists the source.
   *
   * @param pattern a folder, file, archive or glob
   * @throws CatwalkException (data) when there is no image
   */
  public static DecodeTrial open(
      SourceFiles files, String pattern, ImageShape shape, ResizeMode resize) {
    return open(files, pattern, shape, resize, JpegScale.OWN);
  }

  /** As {@link #open}, with all JPEGs decoded by OpenCV. */
  public static DecodeTrial ofOpenCv(
      SourceFiles files, String pattern, ImageShape shape, ResizeMode resize) {
    return open(files, pattern, shape, resize, JpegScale.OPENCV);
  }

  private static DecodeTrial open(
      SourceFiles files, String pattern, ImageShape shape, ResizeMode resize, JpegScale scale) {
    SourceListing listing = SourceListing.of(files, files.list(pattern), "");
    return new DecodeTrial(files, listing.someImages(pattern), shape, resize, scale);
  }

  /** Images listed, good or bad. */
  public int count() {
    return images.size();
  }

  /** The URIs of the images that are files of their own, not entries of an archive. */
  public List<String> plainFiles() {
    return images.stream()
        .filter(image -> image.container() instanceof PlainFiles)
        .map(image -> image.entry().name())
        .toList();
  }

  /**
   * Reads, decodes and resizes every image once.
   *
   * @return how many were good
   * @throws CatwalkException (data) when a file cannot be read
   */
  public int decodeAll() {
    int[] good = {0};
    forEach((file, pixels) -> good[0]++);
    return good[0];
  }

  /**
   * How far the pixels lie from those of decoding in full and averaging by area.
   *
   * @return mean absolute difference of a value over all good images, 0 to 255; NaN without any
   */
  public double differenceFromFullDecoding() {
    double[] sum = {0, 0};
    forEach(
        (file, pixels) -> {
          try {
            sum[0] += difference(pixels, fullDecoder.decode(file).values());
            sum[1]++;
          } catch (BadImageException e) {
            // Good at reduced scale but not in full: there is nothing to compare with.
          }
        });
    return sum[0] / sum[1];
  }

  private void forEach(BiConsumer<byte[], byte[]> goodImage) {
    containers.forEach(
        (container, entries) -> {
          try (EntryReader reader = container.open(files)) {
            for (Located image : entries) {
              decode(reader.read(image.entry()), goodImage);
            }
          } catch (IOException e) {
            throw CatwalkException.data("Cannot read the images: " + e.getMessage(), e);
          }
        });
  }

  private void decode(byte[] file, BiConsumer<byte[], byte[]> goodImage) {
    DecodedPixels pixels;
    try {
      pixels = decoder.decode(file);
    } catch (BadImageException e) {
      return; // The job would put it into quarantine and go on.
    }
    goodImage.accept(file, pixels.values());
  }

  private static double difference(byte[] one, byte[] other) {
    long sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
    }
    return (double) sum / one.length;
  }

  @Override
  public void close() {
    decoder.close();
    fullDecoder.close();
  }
}
