package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.ParquetDataset;
import io.catwalk.pipeline.storage.TaskFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFunction;
import scala.Tuple2;

/**
 * Writes the list of bad images, in one file, sorted by path.
 *
 * @param folder of the dataset
 * @param classes names in label order
 */
public record StoreQuarantine(TaskFolder folder, List<String> classes)
    implements FlatMapFunction<Iterator<IngestedImage>, String> {

  /** By path. */
  private record KeyByPath() implements PairFunction<IngestedImage, String, IngestedImage> {
    @Override
    public Tuple2<String, IngestedImage> call(IngestedImage image) {
      return new Tuple2<>(image.path(), image);
    }
  }

  /** The bad ones among all images, by path, in one partition. */
  public static JavaRDD<IngestedImage> sorted(JavaRDD<IngestedImage> images) {
    return images
        .filter(new BadImages())
        .mapToPair(new KeyByPath())
        .repartitionAndSortWithinPartitions(new HashPartitioner(1))
        .values();
  }

  /**
   * @param bad as {@link #sorted} gives them
   * @return the file's path, relative to the dataset's folder
   */
  public String of(JavaRDD<IngestedImage> bad) {
    return bad.mapPartitions(this).collect().get(0);
  }

  /** The content of a file without rows, for which no job is needed. */
  public byte[] none() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(Collections.emptyIterator(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** Path of a file, relative to the dataset's folder; attempts at it must not share it. */
  public static String file(int stageAttempt, int attempt) {
    return ParquetDataset.QUARANTINE
        + String.format(Locale.ROOT, "/part-00000-%d-%d.snappy.parquet", stageAttempt, attempt);
  }

  @Override
  public Iterator<String> call(Iterator<IngestedImage> images) throws IOException {
    TaskContext task = TaskContext.get();
    String file = file(task.stageAttemptNumber(), task.attemptNumber());
    write(images, folder.create(file));
    return List.of(file).iterator();
  }

  private void write(Iterator<IngestedImage> images, OutputStream out) throws IOException {
    try (ParquetWriter<IngestedImage> writer =
        ParquetRows.writer(out, new QuarantineSupport(classes))) {
      while (images.hasNext()) {
        writer.write(images.next());
      }
    }
  }

  /** Images that were left out. */
  public record BadImages() implements Function<IngestedImage, Boolean> {
    @Override
    public Boolean call(IngestedImage image) {
      return !image.good();
    }
  }
}
