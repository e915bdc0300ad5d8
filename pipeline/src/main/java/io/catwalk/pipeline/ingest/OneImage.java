package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.decode.LargeImages;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.util.List;

/** Reads a single image on the driver, without Spark. */
public final class OneImage {

  private OneImage() {}

  /**
   * Finds, reads and decodes it.
   *
   * @param image a file, on any Hadoop file system
   * @param shape what it becomes
   * @param resize how
   * @param maxMegapixels a larger one is not decoded
   * @return the example, label -1
   * @throws CatwalkException (data) when there is none, more than one, or it cannot be read
   */
  public static Example read(
      SourceFiles files, String image, ImageShape shape, ResizeMode resize, int maxMegapixels) {
    List<SourceFile> found = files.list(image);
    if (found.size() != 1) {
      throw CatwalkException.data(image + ": expected one image, found " + found.size() + " files");
    }
    String uri = found.get(0).uri();
    try (ImageBytes decoder = new ImageBytes(shape, resize, maxMegapixels)) {
      LargeImages.requireReadable(found.get(0).length(), maxMegapixels);
      return decoder.decode(files.read(uri), uri, -1);
    } catch (BadImageException e) {
      throw CatwalkException.data(image + ": no good image (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw CatwalkException.data(image + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
