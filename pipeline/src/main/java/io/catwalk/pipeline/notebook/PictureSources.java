package io.catwalk.pipeline.notebook;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.IdxExamples;
import io.catwalk.pipeline.ingest.SampledImages;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Reads images into memory, without Spark. */
public final class PictureSources {

  /** As Zalando names them, in the order of the labels. */
  public static final List<String> CLOTHES =
      List.of(
          "T-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  private static final ImageShape CLOTHES_SHAPE = new ImageShape(28, 28, 1);
  private static final int TRAINING = 60_000;
  private static final int MOST_MEGAPIXELS = 50;

  private PictureSources() {}

  /**
   * Fashion-MNIST's training images, then its test images.
   *
   * @param data the folder in which {@code submit/get-data} put {@code fashion-mnist}
   * @throws CatwalkException (data) when it is not there
   */
  public static Clothes clothes(Path data) {
    List<Example> all =
        IdxExamples.first(
            files(), data.resolve("fashion-mnist").toString(), CLOTHES_SHAPE, Integer.MAX_VALUE);
    if (all.size() <= TRAINING) {
      throw CatwalkException.data("expected 70,000 images in " + data + ", found " + all.size());
    }
    PictureSet set = new PictureSet(all, CLOTHES, CLOTHES_SHAPE);
    return new Clothes(set.part(0, TRAINING), set.part(TRAINING, all.size()));
  }

  /** Fashion-MNIST in its two parts. */
  public record Clothes(PictureSet training, PictureSet test) {}

  /**
   * Photos in any layout that {@code catwalk train} takes, with the classes that they have; where
   * there are none, drawn pictures instead.
   *
   * @param photos a folder or an archive; null, empty: pictures are drawn
   * @param drawn where drawn pictures are kept
   * @param classes of the drawn pictures, in label order
   * @param most of each class
   * @throws CatwalkException (data) when {@code photos} holds no image, or less than two classes
   */
  public static PictureSet photos(
      String photos, Path drawn, List<String> classes, int most, ImageShape shape) {
    boolean given = photos != null && !photos.isEmpty();
    if (!given && !Files.isDirectory(drawn)) {
      SyntheticPhotos.write(drawn, classes, most, 1);
    }
    SampledImages sampled =
        SampledImages.of(files(), source(given ? photos : drawn.toString(), shape), most);
    if (!sampled.bad().isEmpty()) {
      LoggerFactory.getLogger(PictureSources.class)
          .warn("Left out, since they are no good images: {}", String.join(", ", sampled.bad()));
    }
    return new PictureSet(sampled.examples(), sampled.classes(), shape);
  }

  private static DatasetConfig source(String source, ImageShape shape) {
    return new DatasetConfig(
        "photos",
        source,
        SourceFormat.AUTO,
        SplitRule.FILE,
        "",
        0,
        0,
        0,
        1,
        shape,
        ResizeMode.CROP,
        List.of(),
        100,
        100,
        100,
        MOST_MEGAPIXELS,
        DatasetConfig.Corrections.NONE,
        "");
  }

  private static SourceFiles files() {
    return HadoopStorage.with(Map.of()).sources();
  }
}
