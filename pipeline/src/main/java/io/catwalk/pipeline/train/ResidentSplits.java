package io.catwalk.pipeline.train;

import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.train.data.ExampleLayout;
import io.catwalk.pipeline.train.data.ResidentExamples;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * Splits of datasets on the executors, a part for each worker. Trainings that share them read the
 * images once; until this is closed they stay there.
 */
public final class ResidentSplits implements AutoCloseable {

  private final SparkSession session;
  private final Map<Key, JavaRDD<ResidentExamples>> dealt = new HashMap<>();

  public ResidentSplits(SparkSession session) {
    this.session = session;
  }

  private record Key(StoredDataset dataset, Split split, int workers, String storage) {}

  /** Nothing is read yet. */
  JavaRDD<ResidentExamples> deal(StoredDataset dataset, Split split, TrainingConfig config) {
    String storage = config.averaging().storage();
    return dealt.computeIfAbsent(
        new Key(dataset, split, config.workers(), storage),
        key ->
            ExampleLayout.deal(
                dataset.examples(session, split), dataset.marking(split), key.workers(), storage));
  }

  /** Frees what something else has taken the place of. */
  void release(JavaRDD<ResidentExamples> examples) {
    dealt.values().remove(examples);
    examples.unpersist();
  }

  @Override
  public void close() {
    dealt.values().forEach(JavaRDD::unpersist);
    dealt.clear();
  }
}
