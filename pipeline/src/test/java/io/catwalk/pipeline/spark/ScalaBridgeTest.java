package io.catwalk.pipeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.config.ClusterConfig;
import java.util.List;
import java.util.Map;
import org.apache.spark.Dependency;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import scala.runtime.AbstractFunction1;

/** What runs on Scala 2.12 and 2.13 alike. */
class ScalaBridgeTest {

  @Test
  void askSparkByName() {
    try (SparkSession session =
        SparkSessions.open(
            new ClusterConfig("local[2]", "ERROR", Map.of("spark.ui.enabled", "false")),
            "bridge")) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      JavaRDD<Integer> kept = spark.parallelize(List.of(1, 2, 3), 3);
      kept.persist(StorageLevel.MEMORY_ONLY()).count();
      BlockManager blocks = spark.env().blockManager();
      BlockId first = new RDDBlockId(kept.id(), 0);
      BlockId none = new RDDBlockId(kept.id() + 1, 0);

      assertThat(ScalaBridge.executors(spark.sc(), true))
          .singleElement()
          .satisfies(driver -> assertThat(driver.totalCores()).isEqualTo(2));
      assertThat(ScalaBridge.dependencies(kept.map(n -> n + 1).rdd()))
          .singleElement()
          .extracting(Dependency::rdd)
          .extracting(RDD::id)
          .isEqualTo(kept.id());
      assertThat(ScalaBridge.matching(blocks, new IsFirst())).containsExactly(first);
      assertThat(ScalaBridge.locations(blocks.master(), new BlockId[] {first, none}))
          .satisfiesExactly(
              holders ->
                  assertThat(holders)
                      .singleElement()
                      .satisfies(holder -> assertThat(holder.executorId()).isEqualTo("driver")),
              holders -> assertThat(holders).isEmpty());
    }
  }

  @Test
  void yarnLearnsTheExitCode() {
    assertThat(((SparkUserAppException) ScalaBridge.endOfDriver(3)).exitCode()).isEqualTo(3);
  }

  private static final class IsFirst extends AbstractFunction1<BlockId, Object> {
    @Override
    public Object apply(BlockId block) {
      return block.asRDDId().isDefined() && block.asRDDId().get().splitIndex() == 0;
    }
  }
}
