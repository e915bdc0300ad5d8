package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.RetrainConfig;
import io.catwalk.pipeline.dataset.DatasetGrowth;
import io.catwalk.pipeline.dataset.DatasetGrowth.Totals;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.SourceNotices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataChecksTest {

  private static final RetrainConfig.Checks LIMITS = new RetrainConfig.Checks(10, 20, 100, 5);
  private static final Totals USUAL = new Totals(200, 0, 100, 80, 0.5);

  @Test
  void whatIsLikeTheLastIsLetThrough() {
    assertThat(differences(110, 90, new Totals(20, 1, 150, 100, 0.6))).isEmpty();
    assertThat(differences(110, 90, new Totals(0, 0, 0, 0, 0))).isEmpty();
  }

  @Test
  void everyDifferenceIsTold() {
    assertThat(differences(140, 60, new Totals(20, 2, 201, 161, 0.71)))
        .containsExactly(
            "class 'cat' makes up 70.0 % of the images, before 50.0 %: a change above 10 points (retrain.checks.max-class-share-change)",
            "class 'dog' makes up 30.0 % of the images, before 50.0 %: a change above 10 points (retrain.checks.max-class-share-change)",
            "2 of 22 new images cannot be used: more than 5 % (retrain.checks.max-quarantine-percent)",
            "the new images' mean brightness is 71.0 %, before 50.0 %: a change above 20 (retrain.checks.max-brightness-change)",
            "the new images' mean width is 201 pixels, before 100: a change above 100 % (retrain.checks.max-size-change)",
            "the new images' mean height is 161 pixels, before 80: a change above 100 % (retrain.checks.max-size-change)");
  }

  @Test
  void whatJustReachesALimitIsLetThrough() {
    RetrainConfig.Checks limits = new RetrainConfig.Checks(10, 25, 100, 5);
    Totals fresh = new Totals(19, 1, 200, 160, 0.75);

    assertThat(
            new DataChecks(
                    limits,
                    manifest(Map.of("cat", 100L, "dog", 100L)),
                    manifest(Map.of("cat", 120L, "dog", 80L)))
                .differences(fresh))
        .isEmpty();
  }

  @Test
  void aSizeThatIsNotKnownIsNotCompared() {
    DatasetManifest unknown = manifest("1", Map.of("cat", 100L), new Totals(200, 0, 0, 0, 0.5));

    assertThat(
            new DataChecks(LIMITS, unknown, manifest(Map.of("cat", 100L)))
                .differences(new Totals(20, 0, 100, 80, 0.5)))
        .isEmpty();
  }

  @Test
  void classesThatAreEmptyBothTimesHaveNotChanged() {
    DatasetManifest one = manifest(Map.of("cat", 100L, "dog", 0L));

    assertThat(new DataChecks(LIMITS, one, one).classes()).isEmpty();
  }

  @Test
  void classesThatComeOrGoAreAnotherModel() {
    DatasetManifest last = manifest(Map.of("cat", 100L, "dog", 100L));
    assertThat(new DataChecks(LIMITS, last, manifest(Map.of("cat", 90L, "fox", 20L))).classes())
        .containsExactly("class 'dog' has no image any more", "class 'fox' is new (20 images)");
    assertThat(new DataChecks(LIMITS, last, last).classes()).isEmpty();
  }

  private static List<String> differences(long cats, long dogs, Totals fresh) {
    return new DataChecks(
            LIMITS,
            manifest(Map.of("cat", 100L, "dog", 100L)),
            manifest(Map.of("cat", cats, "dog", dogs)))
        .differences(fresh);
  }

  static DatasetManifest manifest(Map<String, Long> counts) {
    return manifest("1", counts);
  }

  static DatasetManifest manifest(String version, Map<String, Long> counts) {
    return manifest(version, counts, USUAL);
  }

  private static DatasetManifest manifest(String version, Map<String, Long> counts, Totals all) {
    return new DatasetManifest(
        1,
        "pets",
        version,
        List.copyOf(counts.keySet()),
        new ImageShape(32, 32, 1),
        "fit",
        Map.of("train", counts),
        List.of(0.5),
        List.of(0.2),
        "photos",
        "folders",
        "",
        false,
        Map.of(),
        null,
        Map.of(),
        "0",
        "",
        new DatasetGrowth("0", 1, Map.of(), 3, all, USUAL, 0),
        SourceNotices.NONE);
  }
}
