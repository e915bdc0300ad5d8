package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.ParquetDataset;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.storage.TaskFolder;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetWriter;

/** Writes one bucket's good images, a shard a split, in the order in which they come. */
final class BucketWriter implements AutoCloseable {

  private final TaskFolder folder;
  private final String name;
  private final Map<Split, ParquetWriter<IngestedImage>> shards = new EnumMap<>(Split.class);

  /**
   * @param name of the files; attempts at one bucket must not share it
   */
  BucketWriter(TaskFolder folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  void write(IngestedImage image) throws IOException {
    ParquetWriter<IngestedImage> shard = shards.get(image.split());
    if (shard == null) {
      shard = ParquetRows.writer(folder.create(path(image.split())), new ShardSupport());
      shards.put(image.split(), shard);
    }
    shard.write(image);
  }

  /** What was written, relative to the folder, by split. */
  List<String> files() {
    return shards.keySet().stream().map(this::path).toList();
  }

  private String path(Split split) {
    return ParquetDataset.shards(split) + "/" + name;
  }

  @Override
  public void close() throws IOException {
    for (ParquetWriter<IngestedImage> shard : shards.values()) {
      shard.close();
    }
  }
}
