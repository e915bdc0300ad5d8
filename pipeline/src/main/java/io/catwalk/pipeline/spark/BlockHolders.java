package io.catwalk.pipeline.spark;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.RDDBlockId;

/** Which executors keep the partitions of a persisted RDD. */
public final class BlockHolders {

  private BlockHolders() {}

  /**
   * Asks the driver's block manager, who knows at once; Spark's status store learns it later.
   *
   * @return the id of an executor for each partition that one has
   */
  public static List<String> of(JavaRDD<?> rdd) {
    BlockId[] blocks =
        IntStream.range(0, rdd.getNumPartitions())
            .mapToObj(partition -> new RDDBlockId(rdd.id(), partition))
            .toArray(BlockId[]::new);
    return ScalaBridge.locations(rdd.context().env().blockManager().master(), blocks).stream()
        .filter(holders -> !holders.isEmpty())
        .map(holders -> holders.get(0).executorId())
        .toList();
  }
}
