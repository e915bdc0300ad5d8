package io.catwalk.pipeline.notebook;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.ingest.IdxExamples;
import io.catwalk.pipeline.ingest.OneImage;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

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
   * Photos of some classes; where there are none, drawn pictures of as many classes instead.
   *
   * @param photos holds {@code cat.0.jpg} and the like; null, empty or missing: pictures are drawn
   * @param drawn where drawn pictures are kept
   * @param classes what stands before the first dot of a file's name, in label order
   * @param most of each class
   */
  public static PictureSet photos(
      String photos, Path drawn, List<String> classes, int most, ImageShape shape) {
    if (photos != null && !photos.isEmpty()) {
      return named(files().list(photos), classes, most, shape);
    }
    if (!Files.isDirectory(drawn)) {
      SyntheticPhotos.write(drawn, classes, most, 1);
    }
    List<Example> examples = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      List<SourceFile> listed = files().list(drawn.resolve(classes.get(label)).toString());
      add(examples, listed, label, most, shape);
    }
    return new PictureSet(examples, classes, shape);
  }

  private static PictureSet named(
      List<SourceFile> listed, List<String> classes, int most, ImageShape shape) {
    List<Example> examples = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      String start = classes.get(label) + ".";
      add(
          examples,
          listed.stream().filter(file -> fileName(file).startsWith(start)).toList(),
          label,
          most,
          shape);
    }
    return new PictureSet(examples, classes, shape);
  }

  private static void add(
      List<Example> to, List<SourceFile> listed, int label, int most, ImageShape shape) {
    listed.stream()
        .sorted(Comparator.comparing(PictureSources::fileName))
        .filter(file -> fileName(file).matches("(?i).*\\.(jpe?g|png)"))
        .limit(most)
        .map(file -> OneImage.read(files(), file.uri(), shape, ResizeMode.CROP, MOST_MEGAPIXELS))
        .map(found -> new Example(found.pixels(), label, found.path(), found.sha256()))
        .forEach(to::add);
  }

  private static String fileName(SourceFile file) {
    return file.uri().substring(file.uri().lastIndexOf('/') + 1);
  }

  private static SourceFiles files() {
    return HadoopStorage.with(Map.of()).sources();
  }
}
