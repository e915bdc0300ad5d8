package io.catwalk.pipeline.bench.trial;

import io.catwalk.pipeline.spark.ScalaBridge;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockStatus;
import org.bytedeco.javacpp.Pointer;
import scala.Option;
import scala.runtime.AbstractFunction1;

/**
 * Memory of the driver or an executor, in bytes.
 *
 * @param process an executor's id, or {@code driver}
 * @param heap in use after a garbage collection
 * @param resident of the whole process, as the system counts: heap, what is outside of it, and the
 *     JVM itself
 * @param broadcastBlocks pieces and values of broadcasts that Spark keeps there
 * @param broadcastBytes of these
 */
public record ProcessMemory(
    String process, long heap, long resident, int broadcastBlocks, long broadcastBytes)
    implements Serializable {

  /** Of this process, in which a Spark driver or executor must run. */
  static ProcessMemory here() {
    // What is garbage belongs to nobody.
    System.gc();
    BlockManager blocks = SparkEnv.get().blockManager();
    int count = 0;
    long bytes = 0;
    for (BlockId broadcast : ScalaBridge.matching(blocks, new IsBroadcast())) {
      Option<BlockStatus> status = blocks.getStatus(broadcast);
      if (status.isDefined()) {
        count++;
        bytes += status.get().memSize() + status.get().diskSize();
      }
    }
    return new ProcessMemory(
        SparkEnv.get().executorId(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        Pointer.physicalBytes(),
        count,
        bytes);
  }

  private static final class IsBroadcast extends AbstractFunction1<BlockId, Object> {
    @Override
    public Object apply(BlockId block) {
      return block.isBroadcast();
    }
  }
}
