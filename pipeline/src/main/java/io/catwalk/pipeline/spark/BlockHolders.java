package io.catwalk.pipeline.spark;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.RDDBlockId;
import scala.collection.JavaConverters;
import scala.collection.Seq;

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
    Seq<Seq<BlockManagerId>> holders =
        rdd.context().env().blockManager().master().getLocations(blocks);
    return JavaConverters.seqAsJavaList(holders).stream()
        .filter(each -> !each.isEmpty())
        .map(each -> each.head().executorId())
        .toList();
  }
}
