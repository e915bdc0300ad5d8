package io.catwalk.pipeline.doctor;

import java.util.List;
import java.util.Locale;

/** Whether every worker finds a core. */
final class SlotCheck implements Check {

  static final String NAME = "workers";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    int slots = cluster.slots();
    if (slots == 0 || slots >= cluster.workers()) {
      return List.of();
    }
    return List.of(
        Finding.warning(
            NAME,
            String.format(
                Locale.ROOT,
                "train.workers = %d, where executors run %d tasks at once",
                cluster.workers(),
                slots),
            "some workers wait for others in every round",
            String.format(
                Locale.ROOT,
                "set train.workers=%d, or ask for more cores (spark.executor.instances, spark.cores.max)",
                slots)));
  }
}
