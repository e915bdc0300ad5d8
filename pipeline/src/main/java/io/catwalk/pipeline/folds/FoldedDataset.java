package io.catwalk.pipeline.folds;

import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * A dataset whose training split is one fold alone, or all of it but that fold. The other splits,
 * and the mean and deviation that images are normalised by, are those of the whole dataset.
 *
 * @param chosen which training examples it has
 * @param counts of these, class → examples
 */
record FoldedDataset(StoredDataset whole, Chosen chosen, Map<String, Long> counts)
    implements StoredDataset {

  /**
   * @param counts of all folds
   */
  static FoldedDataset only(
      StoredDataset whole, Folds folds, int fold, List<Map<String, Long>> counts) {
    return new FoldedDataset(whole, new Chosen(folds, fold, true), counts.get(fold));
  }

  /**
   * @param counts of all folds
   */
  static FoldedDataset without(
      StoredDataset whole, Folds folds, int fold, List<Map<String, Long>> counts) {
    Map<String, Long> others = new HashMap<>();
    for (int other = 0; other < counts.size(); other++) {
      if (other != fold) {
        counts.get(other).forEach((name, images) -> others.merge(name, images, Long::sum));
      }
    }
    return new FoldedDataset(whole, new Chosen(folds, fold, false), others);
  }

  @Override
  public DatasetManifest manifest() {
    Map<String, Map<String, Long>> all = new HashMap<>(whole.manifest().counts());
    all.put(Split.TRAIN.id(), counts);
    return whole.manifest().withCounts(all);
  }

  @Override
  public String uri() {
    return whole.uri();
  }

  @Override
  public JavaRDD<Example> examples(SparkSession spark, Split split) {
    return of(split, whole.examples(spark, split));
  }

  @Override
  public JavaRDD<Example> describedExamples(SparkSession spark, Split split) {
    return of(split, whole.describedExamples(spark, split));
  }

  private JavaRDD<Example> of(Split split, JavaRDD<Example> examples) {
    return split == Split.TRAIN ? examples.filter(chosen) : examples;
  }

  /**
   * @param within whether the fold's examples are chosen, or all others
   */
  record Chosen(Folds folds, int fold, boolean within) implements Function<Example, Boolean> {
    @Override
    public Boolean call(Example example) {
      return within == (folds.of(example.sha256()) == fold);
    }
  }
}
