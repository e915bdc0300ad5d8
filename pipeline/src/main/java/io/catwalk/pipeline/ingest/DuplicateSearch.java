package io.catwalk.pipeline.ingest;

import org.apache.spark.api.java.JavaRDD;

/** Counts files that hold the same bytes or, once resized, the same pixels, on the executors. */
final class DuplicateSearch {

  private DuplicateSearch() {}

  /**
   * @param images partitioned by {@link ShardPartitioner}, so that files of the same bytes lie in
   *     one partition
   */
  static DatasetManifest.Duplicates among(JavaRDD<IngestedImage> images) {
    return images
        .filter(new GoodImages())
        .mapPartitionsToPair(new GroupByBytes())
        .reduceByKey(new MergePixelGroups(), images.getNumPartitions())
        .values()
        .aggregate(new DuplicateTotals(), new AddPixelGroup(), new MergeDuplicateTotals())
        .duplicates();
  }
}
