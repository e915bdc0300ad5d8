package io.catwalk.pipeline.config;

import io.catwalk.models.ImageShape;
import java.io.Serializable;
import java.util.List;

/**
 * Which images become which dataset ({@code data.*}).
 *
 * @param name the dataset's name in storage
 * @param source a folder, an archive, a glob of them, on any Hadoop file system
 * @param format how the source names its classes
 * @param split how examples are divided
 * @param splitFile the file that divides them, where {@code split} is {@link SplitRule#FILE}; else
 *     empty
 * @param validationPercent share of the training candidates that validates, 0 to 50
 * @param testPercent share of all examples that tests, for {@link SplitRule#HASH}, 0 to 90
 * @param limit at most so many images in all, the same share of every split and class; 0 takes all
 * @param seed of the split by hash and of the choice that a limit makes
 * @param shape what every image becomes
 * @param resize how it becomes that
 * @param classes the classes in label order; empty takes them from the source, sorted
 * @param maxQuarantinePercent share of bad images above which ingest fails, 0 to 100
 * @param maxClassQuarantinePercent the same for any one class
 * @param maxConflictPercent share of images that have the same bytes as an image of another class
 *     above which ingest fails, 0 to 100
 * @param maxMegapixels an image larger than this by its header is not decoded
 * @param corrections what is wrong with the source's labels
 * @param zipEncoding of names in zips that do not tell theirs; empty where nobody knows
 */
public record DatasetConfig(
    String name,
    String source,
    SourceFormat format,
    SplitRule split,
    String splitFile,
    double validationPercent,
    double testPercent,
    long limit,
    long seed,
    ImageShape shape,
    ResizeMode resize,
    List<String> classes,
    double maxQuarantinePercent,
    double maxClassQuarantinePercent,
    double maxConflictPercent,
    int maxMegapixels,
    Corrections corrections,
    String zipEncoding)
    implements Serializable {

  /**
   * Tables of images whose labels are wrong; empty where there is none.
   *
   * @param exclude of those that are left out
   * @param relabel of those that are of another class
   */
  public record Corrections(String exclude, String relabel) implements Serializable {

    /** Nothing is wrong. */
    public static final Corrections NONE = new Corrections("", "");
  }

  /** How a source names its classes. */
  public enum SourceFormat {
    /** Look at the file names and decide. */
    AUTO,
    /** The four MNIST files, gzipped or not. */
    IDX,
    /** A folder a class, perhaps below train/, validation/ and test/. */
    FOLDERS,
    /** The same; of folders within folders, the one below the source is the class. */
    OUTER_FOLDERS,
    /** The same; of folders within folders, the one that the image lies in is the class. */
    INNER_FOLDERS,
    /** {@code cat.12.jpg}: the class stands before the first dot. */
    KAGGLE,
    /**
     * What holds the images says their classes: a column of a Parquet table, or in a tar a file
     * {@code .cls} beside each image.
     */
    LABELLED
  }

  /** How examples are divided into training, validation and test. */
  public enum SplitRule {
    /** As the source gives it (IDX train/t10k, folders train/ and test/). */
    SOURCE,
    /** By the SHA-256 of the image's file, so that a duplicate never sits on both sides. */
    HASH,
    /** By a table that the user gives: split, file, label. */
    FILE
  }

  /** How an image of another size becomes height × width. */
  public enum ResizeMode {
    /** Scale to fit inside, pad with black. */
    FIT,
    /** Scale to cover, cut the centre. */
    CROP,
    /** Scale each side by itself. */
    STRETCH,
    /**
     * Never enlarge: pad a smaller image with black (28×28 to 32×32, as the LeNet paper does), fit
     * a larger one.
     */
    PAD
  }

  public DatasetConfig {
    classes = List.copyOf(classes);
  }

  /** The same with another source. */
  public DatasetConfig withSource(String other) {
    return new DatasetConfig(
        name,
        other,
        format,
        split,
        splitFile,
        validationPercent,
        testPercent,
        limit,
        seed,
        shape,
        resize,
        classes,
        maxQuarantinePercent,
        maxClassQuarantinePercent,
        maxConflictPercent,
        maxMegapixels,
        corrections,
        zipEncoding);
  }
}
