package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.dataset.DatasetDifference;
import io.catwalk.pipeline.dataset.DatasetGrowth.Totals;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person has accepted is not asked about again, whether the challenger won or not. */
class AcceptedTest {

  private static final DatasetDifference MANY_BAD = difference(20, 20);
  private static final DatasetDifference GOOD = difference(5, 0);

  @TempDir private Path folder;
  private Nights nights;

  private static DatasetDifference difference(long images, long bad) {
    return new DatasetDifference(new Totals(images, bad, 100, 80, 0.5), 0);
  }

  /** A champion of dataset a; then b, half of whose new images are bad, is accepted, and kept. */
  @BeforeEach
  void acceptAndKeep() {
    nights = new Nights(folder);
    nights.night();
    assertThat(nights.stages.takenBefore).isEmpty();
    grow("b");
    nights.stages.besides.put("a", MANY_BAD);
    assertThat(nights.night().outcome()).isEqualTo(Outcome.STOPPED);
    nights.acceptData = true;
    nights.stages.blessed = false;
    assertThat(nights.night().outcome()).isEqualTo(Outcome.KEPT);
    nights.acceptData = false;
    nights.stages.blessed = true;
    nights.stages.dataset("c", 112, 112);
    grow("c");
  }

  private void grow(String version) {
    nights.stages.known = null;
    nights.stages.ingested = version;
  }

  @Test
  void whatIsNewSinceThenIsLookedAtAlone() {
    nights.stages.besides.put("b", GOOD);

    RetrainSummary result = nights.night();

    assertThat(nights.stages.takenBefore).contains("b");
    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(nights.said).anyMatch(line -> line.startsWith("20 new images, 0 removed"));
  }

  @Test
  void whatIsBadSinceThenStopsAsEver() {
    nights.stages.besides.put("b", difference(5, 5));

    RetrainSummary result = nights.night();

    assertThat(result.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(result.reasons().get(0)).startsWith("5 of 10 new images cannot be used");
  }

  @Test
  void whatWasAcceptedAndDeletedCountsNoMore() {
    nights.stages.datasets.remove("pets@b");

    RetrainSummary result = nights.night();

    assertThat(nights.stages.takenBefore).contains("a");
    assertThat(result.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(result.reasons().get(0)).startsWith("20 of 40 new images cannot be used");
  }

  @Test
  void anotherChampionBringsDataOfItsOwn() {
    nights.stages.besides.put("b", GOOD);
    nights.night();
    nights.stages.dataset("d", 114, 114);
    grow("d");
    nights.stages.besides.put("c", difference(5, 5));

    RetrainSummary result = nights.night();

    assertThat(nights.stages.takenBefore).contains("c");
    assertThat(result.outcome()).isEqualTo(Outcome.STOPPED);
  }
}
