package io.catwalk.pipeline.folds;

import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Cuts a training split into parts by the SHA-256 of the images' files: the same image always lies
 * in the same part, and files with the same bytes lie in one, so that no network judges an image
 * whose twin it has learned from.
 *
 * @param count of parts, at least 2
 */
record Folds(int count) implements Serializable {

  /**
   * @param sha256 of an image's file, hex
   * @return 0 to below {@link #count}
   */
  int of(String sha256) {
    // Not as splits are drawn: what trains has been drawn by that from a part of its range.
    return (int) (Digests.uniform(0, "fold " + sha256) * count);
  }

  /** Of the training split: for each part, class → images. */
  List<Map<String, Long>> counts(SparkSession spark, StoredDataset dataset) {
    List<String> classes = dataset.manifest().classes();
    Map<Integer, Long> found =
        dataset
            .examples(spark, Split.TRAIN)
            .map(new FoldAndLabel(this, classes.size()))
            .countByValue();
    return IntStream.range(0, count)
        .<Map<String, Long>>mapToObj(
            fold -> {
              Map<String, Long> byClass = new LinkedHashMap<>();
              for (int label = 0; label < classes.size(); label++) {
                byClass.put(
                    classes.get(label), found.getOrDefault(fold * classes.size() + label, 0L));
              }
              return byClass;
            })
        .toList();
  }

  /** Both in one number: fold × classes + label. */
  private record FoldAndLabel(Folds folds, int classes) implements Function<Example, Integer> {
    @Override
    public Integer call(Example example) {
      return folds.of(example.sha256()) * classes + example.label();
    }
  }
}
