package io.catwalk.pipeline.ml;

import io.catwalk.pipeline.ingest.ImageBytes.GivenImage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Takes the images out of a column: encoded files (binary, as Spark's source {@code binaryFile}
 * reads them), paths or URIs of files (string), or the pixels of Spark's own source {@code image}
 * (a struct of {@code origin, height, width, nChannels, mode, data}).
 *
 * @param kind of the column
 * @param column its position
 * @param files reads paths
 */
record ImageReader(Kind kind, int column, SourceFiles files) implements Serializable {

  /** What the column holds. */
  enum Kind {
    FILE,
    PATH,
    PIXELS
  }

  /** What becomes of images that are none. */
  enum Invalid {
    ERROR,
    SKIP,
    KEEP;

    static Invalid of(String way) {
      for (Invalid invalid : values()) {
        if (invalid.name().toLowerCase(Locale.ROOT).equals(way)) {
          return invalid;
        }
      }
      throw new IllegalArgumentException(
          "handleInvalid = " + way + ": expected error, skip or keep");
    }
  }

  /**
   * @throws IllegalArgumentException when there is no such column, or it can hold no images
   */
  static ImageReader of(StructType schema, String column, SourceFiles files) {
    return new ImageReader(kind(schema, column), schema.fieldIndex(column), files);
  }

  /** As {@link #of}, for the check alone. */
  static Kind kind(StructType schema, String column) {
    DataType type = Columns.of(schema, column).dataType();
    if (type instanceof BinaryType) {
      return Kind.FILE;
    }
    if (type instanceof StringType) {
      return Kind.PATH;
    }
    if (type instanceof StructType struct && isImage(struct)) {
      return Kind.PIXELS;
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "column %s is of type %s; expected binary (files), string (paths) or Spark's image struct",
            column,
            type.simpleString()));
  }

  private static boolean isImage(StructType struct) {
    return String.join(" ", struct.fieldNames()).equals("origin height width nChannels mode data");
  }

  /** The same column where it has another position. */
  ImageReader at(int position) {
    return new ImageReader(kind, position, files);
  }

  /** The image of a row; a null or a file that cannot be read becomes one that is told as such. */
  GivenImage read(Row row) {
    if (row.isNullAt(column)) {
      return GivenImage.unreadable("", "null");
    }
    return switch (kind) {
      case FILE -> GivenImage.file("", (byte[]) row.get(column));
      case PATH -> file(row.getString(column));
      case PIXELS -> pixels(row.getStruct(column));
    };
  }

  private GivenImage file(String path) {
    try {
      return GivenImage.file(path, files.read(path));
    } catch (IOException | IllegalArgumentException e) {
      return GivenImage.unreadable(path, String.valueOf(e.getMessage()));
    }
  }

  private static GivenImage pixels(Row image) {
    String origin = image.isNullAt(0) ? "" : image.getString(0);
    if (image.isNullAt(1) || image.isNullAt(2) || image.isNullAt(3)) {
      return GivenImage.unreadable(origin, "null as height, width or nChannels");
    }
    int height = image.getInt(1);
    int width = image.getInt(2);
    int channels = image.getInt(3);
    byte[] data = image.isNullAt(5) ? new byte[0] : (byte[]) image.get(5);
    boolean sound =
        height > 0
            && width > 0
            && (channels == 1 || channels == 3 || channels == 4)
            && data.length == (long) height * width * channels;
    return sound
        ? GivenImage.pixels(origin, data, height, width)
        : GivenImage.unreadable(
            origin,
            String.format(
                Locale.ROOT,
                "%d bytes for %d×%d pixels of %d channels",
                data.length,
                height,
                width,
                channels));
  }
}
