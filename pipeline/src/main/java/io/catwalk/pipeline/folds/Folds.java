package io.catwalk.pipeline.folds;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

  /**
   * That each class has images in more than one fold.
   *
   * @param counts of all folds
   * @throws CatwalkException (data) when a network would be trained without a class that it judges
   */
  static void requireOthers(StoredDataset dataset, List<Map<String, Long>> counts) {
    Map<String, Long> all = dataset.manifest().counts().getOrDefault(Split.TRAIN.id(), Map.of());
    for (Map<String, Long> fold : counts) {
      fold.forEach(
          (name, images) -> {
            if (images > 0 && images.equals(all.get(name))) {
              throw CatwalkException.data(
                  String.format(
                      Locale.ROOT,
                      "train.folds = %d: all %,d training images of class '%s' lie in one fold, so that its network would not know the class; give more images of it, or fewer folds",
                      counts.size(),
                      images,
                      name));
            }
          });
    }
  }

  /** Both in one number: fold × classes + label. */
  private record FoldAndLabel(Folds folds, int classes) implements Function<Example, Integer> {
    @Override
    public Integer call(Example example) {
      return folds.of(example.sha256()) * classes + example.label();
    }
  }
}
