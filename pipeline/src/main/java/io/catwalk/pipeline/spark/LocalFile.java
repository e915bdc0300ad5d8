package io.catwalk.pipeline.spark;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;

/** A file of a process of Spark, where that one's shuffles lie ({@code spark.local.dir}). */
public final class LocalFile {

  private LocalFile() {}

  /**
   * An empty file that has no name any more: its space is free as soon as nobody holds it, however
   * the process ends.
   */
  public static RandomAccessFile create() throws IOException {
    Path path = path();
    try {
      return new RandomAccessFile(path.toFile(), "rw");
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private static Path path() throws IOException {
    SparkEnv spark = SparkEnv.get();
    if (spark == null) {
      return Files.createTempFile("catwalk", ".bin");
    }
    File file = spark.blockManager().diskBlockManager().createTempLocalBlock()._2();
    return file.toPath();
  }
}
