package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.DatasetGrowth;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.ParquetDataset;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.SparkSession;

/**
 * Which shards of the dataset before hold exactly what the new one's would: they are not written
 * again, the new dataset's manifest names them.
 */
public final class ShardReuse {

  private static final String PART = "part-";

  private final ShardPartitioner buckets;
  private final Optional<StoredDataset> base;
  private final Set<Integer> changed;
  private final long removed;

  private ShardReuse(
      ShardPartitioner buckets, Optional<StoredDataset> base, Set<Integer> changed, long removed) {
    this.buckets = buckets;
    this.base = base;
    this.changed = changed;
    this.removed = removed;
  }

  /**
   * @param rows partitioned by the buckets
   * @param before the dataset whose shards are shared where they can be
   */
  public static ShardReuse of(
      SparkSession spark,
      JavaRDD<IngestedImage> rows,
      ShardPartitioner buckets,
      Optional<StoredDataset> before) {
    if (before.isEmpty()) {
      Set<Integer> all = new TreeSet<>();
      IntStream.range(0, buckets.numPartitions()).forEach(all::add);
      return new ShardReuse(buckets, before, all, 0);
    }
    StoredDataset base = before.get();
    boolean same = base.manifest().growth().buckets() == buckets.numPartitions();
    Map<Integer, Long> held = new HashMap<>();
    for (Split split : Split.values()) {
      base.examples(spark, split)
          .map(new ToBucket(buckets))
          .countByValue()
          .forEach((bucket, count) -> held.merge(bucket, count, Long::sum));
    }
    Set<Integer> changed = new TreeSet<>();
    long removed = held.values().stream().mapToLong(Long::longValue).sum();
    for (long[] counts : rows.mapPartitionsWithIndex(new CountBuckets(), true).collect()) {
      int bucket = (int) counts[0];
      removed -= counts[1];
      if (!same || counts[2] > 0 || counts[1] != held.getOrDefault(bucket, 0L)) {
        changed.add(bucket);
      }
    }
    return new ShardReuse(buckets, before, changed, removed);
  }

  /** Buckets whose shards must be written. */
  public Set<Integer> changed() {
    return Set.copyOf(changed);
  }

  /**
   * @param findings with the shards that were written
   */
  public DatasetGrowth growth(IngestFindings findings) {
    IngestStatistics statistics = findings.statistics();
    Map<String, List<String>> shards = new TreeMap<>();
    int shared = 0;
    for (Split split : Split.values()) {
      if (statistics.good(split) == 0) {
        continue;
      }
      List<String> files = new ArrayList<>(shared(split));
      shared += files.size();
      String own = ParquetDataset.shards(split) + "/";
      findings.files().stream().filter(file -> file.startsWith(own)).forEach(files::add);
      files.sort(Comparator.comparing(ShardReuse::bucket));
      shards.put(split.id(), files);
    }
    return new DatasetGrowth(
        base.map(dataset -> dataset.manifest().version()).orElse(null),
        buckets.numPartitions(),
        shards,
        shared,
        statistics.all(),
        statistics.fresh(),
        removed);
  }

  /**
   * Files of the dataset before whose bucket is as it was, as the new one's manifest names them.
   */
  private List<String> shared(Split split) {
    if (base.isEmpty()) {
      return List.of();
    }
    DatasetManifest manifest = base.get().manifest();
    List<String> files = new ArrayList<>();
    for (String file : manifest.growth().shards().getOrDefault(split.id(), List.of())) {
      if (!changed.contains(bucket(file))) {
        files.add(file.startsWith("../") ? file : "../" + manifest.version() + "/" + file);
      }
    }
    return files;
  }

  private static int bucket(String file) {
    int at = file.lastIndexOf(PART) + PART.length();
    return Integer.parseInt(file, at, at + 5, 10);
  }

  /**
   * Of each partition: its number, the good images that were taken over, and those that are new.
   */
  private record CountBuckets()
      implements Function2<Integer, Iterator<IngestedImage>, Iterator<long[]>> {
    @Override
    public Iterator<long[]> call(Integer bucket, Iterator<IngestedImage> images) {
      long[] counts = {bucket, 0, 0};
      while (images.hasNext()) {
        IngestedImage image = images.next();
        if (image.good()) {
          counts[image.fresh() ? 2 : 1]++;
        }
      }
      return List.of(counts).iterator();
    }
  }

  /** The bucket of an example. */
  private record ToBucket(ShardPartitioner buckets) implements Function<Example, Integer> {
    @Override
    public Integer call(Example example) {
      return buckets.getPartition(example.sha256());
    }
  }
}
