package io.catwalk.pipeline.train.data;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On which executors the workers' examples lie. Spark runs a worker where its examples are, for
 * ever: those that a lost executor left to the others stay there after another executor has taken
 * its place, and every round waits for the one that has two; a worker that stands by on the other
 * has them sent again for every epoch.
 */
public final class Placement {

  private static final Logger LOG = LoggerFactory.getLogger(Placement.class);

  private final JavaRDD<ResidentExamples> layout;
  private final Supplier<List<String>> holders;
  private final Supplier<Map<String, Integer>> slots;

  /** Executors at the last try; with the same ones another would end no better. */
  private Map<String, Integer> tried = Map.of();

  /**
   * @param holders the executor of each part of the examples that is in place, by its id
   * @param slots tasks that each executor can run at once, by its id
   */
  public Placement(
      JavaRDD<ResidentExamples> layout,
      Supplier<List<String>> holders,
      Supplier<Map<String, Integer>> slots) {
    this.layout = layout;
    this.holders = holders;
    this.slots = slots;
  }

  /**
   * Deals the examples out anew before the next round where this would let more cores work. Not for
   * those whom a running job trains: it holds them.
   *
   * @return whether it did
   */
  public boolean spread() {
    Map<String, Long> workers =
        holders.get().stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    Map<String, Integer> executors = slots.get();
    if (!crowded(workers, executors) || executors.equals(tried)) {
      return false;
    }
    tried = executors;
    LOG.info("Spreading workers {} over executors {}", workers, executors);
    StorageLevel level = layout.getStorageLevel();
    // The blocks must be gone before the next job looks for them.
    layout.unpersist(true);
    layout.persist(level);
    return true;
  }

  /** Whether one executor has more workers than cores while another has cores to spare. */
  private static boolean crowded(Map<String, Long> workers, Map<String, Integer> executors) {
    boolean busy =
        workers.entrySet().stream()
            .anyMatch(entry -> entry.getValue() > executors.getOrDefault(entry.getKey(), 0));
    boolean free =
        executors.entrySet().stream()
            .anyMatch(entry -> workers.getOrDefault(entry.getKey(), 0L) < entry.getValue());
    return busy && free;
  }
}
