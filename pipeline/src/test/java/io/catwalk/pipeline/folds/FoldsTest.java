package io.catwalk.pipeline.folds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.train.MemoryDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class FoldsTest {

  private final SparkSession spark = LocalSpark.session();
  private final Folds folds = new Folds(4);
  private final StoredDataset whole = new MemoryDataset(101, 9, new ImageShape(2, 2, 1));

  private List<String> paths(StoredDataset dataset, Split split) {
    return dataset.examples(spark, split).map(Example::path).collect();
  }

  @Test
  void everyExampleLiesInOneFoldAndIsTrainedOnByAllOtherNetworks() {
    List<Map<String, Long>> counts = folds.counts(spark, whole);
    List<String> all = paths(whole, Split.TRAIN);
    List<String> judged = new ArrayList<>();
    for (int fold = 0; fold < 4; fold++) {
      StoredDataset only = FoldedDataset.only(whole, folds, fold, counts);
      StoredDataset others = FoldedDataset.without(whole, folds, fold, counts);
      List<String> held = paths(only, Split.TRAIN);
      assertThat(only.manifest().count(Split.TRAIN)).isEqualTo(held.size()).isPositive();
      assertThat(paths(others, Split.TRAIN))
          .hasSize((int) others.manifest().count(Split.TRAIN))
          .doesNotContainAnyElementsOf(held)
          .hasSize(all.size() - held.size());
      assertThat(others.manifest().counts().get("train").values().stream().mapToLong(n -> n).sum())
          .isEqualTo(all.size() - held.size());
      assertThat(paths(others, Split.VALIDATION)).isEqualTo(paths(whole, Split.VALIDATION));
      judged.addAll(held);
    }
    assertThat(judged).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aClassWhoseImagesAllLieInOneFoldIsRefused() {
    StoredDataset few = new MemoryDataset(3, 0, new ImageShape(2, 2, 1));
    List<Map<String, Long>> counts = folds.counts(spark, few);

    assertThatThrownBy(() -> Folds.requireOthers(few, counts))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessage(
            "train.folds = 4: all 1 training images of class 'bright' lie in one fold, so that its network would not know the class; give more images of it, or fewer folds");
  }

  /** What lies where must never change: judgements of earlier runs are gone on with. */
  @Test
  void foldsAreWhereTheyWere() {
    assertThat(List.of("0", "1", "2", "3", "4", "5", "6", "7"))
        .extracting(text -> folds.of(Digests.hex(Digests.sha256(text))))
        .containsExactly(1, 0, 1, 0, 2, 0, 0, 1);
  }

  /**
   * Splits are drawn from digests too: what is left to train has digests of a part of the range.
   */
  @Test
  void foldsAreEvenWithinWhatTheSplitByHashLeaves() {
    long[] sizes = new long[4];
    for (int i = 0; i < 40_000; i++) {
      String sha256 = Digests.hex(Digests.sha256(Integer.toString(i)));
      if (Digests.uniform(42, sha256) >= 0.5) {
        sizes[folds.of(sha256)]++;
      }
    }
    for (long size : sizes) {
      assertThat(size).isBetween(4_700L, 5_300L);
    }
  }
}
