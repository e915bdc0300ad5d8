package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.storage.TaskFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/**
 * Does all that must be done with a bucket in one pass over it: writes its shards, counts, and
 * groups images of the same pixels for the search of duplicates.
 *
 * @param folder of the dataset
 * @param written the buckets whose shards must be written
 * @param classes how many
 * @param channels how many
 */
public record StoreBuckets(TaskFolder folder, Set<Integer> written, int classes, int channels)
    implements PairFlatMapFunction<Iterator<IngestedImage>, String, BucketFinding> {

  /** Of two groups of the same pixels. */
  private record Join() implements Function2<BucketFinding, BucketFinding, BucketFinding> {
    @Override
    public BucketFinding call(BucketFinding one, BucketFinding other) {
      return one.with(other);
    }
  }

  /** One more finding. */
  private record Add() implements Function2<IngestFindings, BucketFinding, IngestFindings> {
    @Override
    public IngestFindings call(IngestFindings all, BucketFinding finding) {
      return all.add(finding);
    }
  }

  /** Of two parts. */
  private record Merge() implements Function2<IngestFindings, IngestFindings, IngestFindings> {
    @Override
    public IngestFindings call(IngestFindings one, IngestFindings other) {
      return one.merge(other);
    }
  }

  /**
   * @param images partitioned by {@link ShardPartitioner}, sorted by SHA-256 and path
   */
  public IngestFindings of(JavaRDD<IngestedImage> images) {
    return images
        .mapPartitionsToPair(this)
        .reduceByKey(new Join(), images.getNumPartitions())
        .values()
        .treeAggregate(
            new IngestFindings(new IngestStatistics(classes, channels)), new Add(), new Merge());
  }

  @Override
  public Iterator<Tuple2<String, BucketFinding>> call(Iterator<IngestedImage> images)
      throws IOException {
    TaskContext task = TaskContext.get();
    int bucket = task.partitionId();
    // A task that is run twice writes twice; the files of one of them are kept.
    String name =
        String.format(
            Locale.ROOT,
            "part-%05d-%d-%d.snappy.parquet",
            bucket,
            task.stageAttemptNumber(),
            task.attemptNumber());
    boolean writes = written.contains(bucket);
    IngestStatistics statistics = new IngestStatistics(classes, channels);
    PixelGroups groups = new PixelGroups();
    ClassConflicts conflicts = new ClassConflicts();
    List<String> files;
    try (BucketWriter writer = new BucketWriter(folder, name)) {
      while (images.hasNext()) {
        IngestedImage image = images.next();
        statistics.add(image);
        if (image.good()) {
          groups.add(image);
          conflicts.add(image);
          if (writes) {
            writer.write(image);
          }
        }
      }
      files = writer.files();
    }
    List<Tuple2<String, BucketFinding>> findings = groups.all();
    findings.add(
        new Tuple2<>("bucket " + bucket, BucketFinding.of(statistics, conflicts.close(), files)));
    return findings.iterator();
  }

  /**
   * Groups of a bucket's files by their bytes; files of the same bytes come one after the other.
   */
  private static final class PixelGroups {

    private final List<Tuple2<String, BucketFinding>> closed = new ArrayList<>();
    private String sha256;
    private String pixelHash;
    private PixelGroup open;

    void add(IngestedImage image) {
      PixelGroup group = PixelGroup.of(image);
      if (image.sha256().equals(sha256)) {
        open = open.withTwin(group);
        return;
      }
      close();
      sha256 = image.sha256();
      pixelHash = image.pixelHash();
      open = group;
    }

    private void close() {
      if (open != null) {
        closed.add(new Tuple2<>(pixelHash, BucketFinding.of(open)));
      }
    }

    /** By the hash of their pixels; nothing may be added after that. */
    List<Tuple2<String, BucketFinding>> all() {
      close();
      open = null;
      return closed;
    }
  }
}
