package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.compare.PairedFigures;
import io.catwalk.pipeline.compare.PairedFigures.Figures;
import io.catwalk.pipeline.config.RetrainConfig;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.evaluate.ModelTrial;
import io.catwalk.pipeline.registry.Blessing;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.EvaluationResult.EvaluationSubject;
import io.catwalk.pipeline.runs.LabelledScores;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final ModelTrial SOUND = new ModelTrial(100, true, 2.5);
  private static final PairedFigures BETTER = paired(60, 20, 0.01, 0.002, 0.8);

  @Test
  void aBetterChallengerIsBlessedAndEveryRequirementTold() {
    Blessing blessing = judge(rules(RetrainConfig.Test.MCNEMAR), BETTER, SOUND, 1_000_000);

    assertThat(blessing.blessed()).isTrue();
    assertThat(blessing.requirements())
        .extracting(Blessing.Requirement::name)
        .containsExactly(
            "retrain.blessing.min-accuracy",
            "retrain.blessing.min-macro-f1",
            "retrain.blessing.test",
            "retrain.blessing.max-recall-drop",
            "smoke test",
            "retrain.blessing.max-model-megabytes",
            "retrain.blessing.max-latency-ms");
    assertThat(blessing.reasons())
        .contains(
            "better than v0001 at the level 0.05 by mcnemar: accuracy 0.7500 against 0.7000 of v0001 on 800 images, 60 mended and 20 broken, p = 0.010");
    assertThat(blessing.championFigures().accuracy()).isEqualTo(0.7);
  }

  @Test
  void noDifferenceIsNoImprovement() {
    assertKept(
        judge(rules(RetrainConfig.Test.MCNEMAR), paired(60, 20, 0.051, 0, 0.8), SOUND, 1), "test");
    assertKept(
        judge(rules(RetrainConfig.Test.BOOTSTRAP), paired(60, 20, 0.01, 0.06, 0.8), SOUND, 1),
        "test");
    assertThat(
            judge(rules(RetrainConfig.Test.BOOTSTRAP), paired(60, 20, 1, 0.05, 0.8), SOUND, 1)
                .blessed())
        .isTrue();
    // Significantly worse.
    assertKept(
        judge(rules(RetrainConfig.Test.MCNEMAR), paired(20, 60, 0.01, 1, 0.8), SOUND, 1), "test");
  }

  @Test
  void floorsHoldForTheFirstToo() {
    assertThat(judge(rules(RetrainConfig.Test.MCNEMAR), null, SOUND, 1).blessed()).isTrue();
    RetrainConfig.Blessing high =
        new RetrainConfig.Blessing(0.76, 0.5, 10, RetrainConfig.Test.MCNEMAR, 0.05, 0, 0);
    assertKept(judge(high, null, SOUND, 1), "min-accuracy");
    RetrainConfig.Blessing f1 =
        new RetrainConfig.Blessing(0, 0.99, 10, RetrainConfig.Test.MCNEMAR, 0.05, 0, 0);
    assertKept(judge(f1, null, SOUND, 1), "min-macro-f1");
  }

  @Test
  void noClassMayPayForTheOthers() {
    Blessing blessing =
        judge(rules(RetrainConfig.Test.MCNEMAR), paired(60, 20, 0.01, 0, 0.69), SOUND, 1);

    assertKept(blessing, "max-recall-drop");
    assertThat(blessing.reasons().get(0)).contains("class 'dog'", "0.6900, the champion's is 0.8");
    assertThat(
            judge(rules(RetrainConfig.Test.MCNEMAR), paired(60, 20, 0.01, 0, 0.71), SOUND, 1)
                .blessed())
        .isTrue();
  }

  @Test
  void itMustBeFitToBeServed() {
    assertKept(
        judge(rules(RetrainConfig.Test.MCNEMAR), BETTER, new ModelTrial(100, false, 1), 1),
        "smoke test");
    assertKept(
        judge(rules(RetrainConfig.Test.MCNEMAR), BETTER, new ModelTrial(100, false, 1), 1),
        "not all of 100");
    assertKept(
        judge(rules(RetrainConfig.Test.MCNEMAR), BETTER, new ModelTrial(100, true, 5.5), 1),
        "max-latency-ms");
    assertKept(
        judge(rules(RetrainConfig.Test.MCNEMAR), BETTER, SOUND, 2_000_001), "max-model-megabytes");
  }

  @Test
  void whatIsSetToNothingIsNotRequired() {
    RetrainConfig.Blessing least =
        new RetrainConfig.Blessing(0, 0, 100, RetrainConfig.Test.MCNEMAR, 0.05, 0, 0);

    assertThat(judge(least, BETTER, SOUND, 1).requirements())
        .extracting(Blessing.Requirement::name)
        .containsExactly("retrain.blessing.test", "smoke test");
  }

  @Test
  void whatJustReachesALimitSuffices() {
    double f1 = metrics().macro().f1();
    RetrainConfig.Blessing exact =
        new RetrainConfig.Blessing(0.75, f1, 25, RetrainConfig.Test.MCNEMAR, 0.05, 2, 5);
    ModelTrial slowest = new ModelTrial(100, true, 5);

    Blessing blessing = judge(exact, paired(60, 20, 0.05, 1, 0.55), slowest, 2_000_000);

    assertThat(blessing.reasons()).allMatch(reason -> !reason.startsWith("expected"));
    assertThat(blessing.blessed()).isTrue();
    assertThat(blessing.reasons())
        .contains(
            "accuracy of at least 0.7500: accuracy 0.7500",
            "probabilities from the model as it is stored: 100 images predicted");
    // As many broken as mended are no improvement, however sure that is.
    assertKept(
        judge(rules(RetrainConfig.Test.MCNEMAR), paired(40, 40, 0.01, 0, 0.8), SOUND, 1), "test");
  }

  private static void assertKept(Blessing blessing, String because) {
    assertThat(blessing.blessed()).isFalse();
    assertThat(blessing.reasons()).singleElement().asString().contains(because);
  }

  private static Blessing judge(
      RetrainConfig.Blessing rules, PairedFigures paired, ModelTrial trial, long bytes) {
    return new Judge(rules)
        .judge(
            new Judge.Evidence(
                "r2",
                Optional.ofNullable(paired).map(p -> new Judge.Rival("v0001", p)),
                "pets@1",
                metrics(),
                trial,
                bytes));
  }

  private static RetrainConfig.Blessing rules(RetrainConfig.Test test) {
    return new RetrainConfig.Blessing(0.75, 0.5, 10, test, 0.05, 2, 5);
  }

  /** Three of four right. */
  private static EvaluationResult metrics() {
    float[][] rows = {{0.9f, 0.1f}, {0.1f, 0.9f}, {0.8f, 0.2f}, {0.7f, 0.3f}};
    return new LabelledScores(new int[] {0, 1, 0, 1}, rows)
        .measured(
            new EvaluationSubject(
                "lenet5", "ab", "pets", "1", Split.TEST, false, false, List.of("cat", "dog")),
            5);
  }

  private static PairedFigures paired(
      long fixed, long broken, double mcNemar, double notBetter, double recall) {
    return new PairedFigures(
        800,
        true,
        new Figures(0.7, 0.7, List.of(0.6, 0.8)),
        new Figures(0.75, 0.75, List.of(0.7, recall)),
        fixed,
        broken,
        mcNemar,
        notBetter);
  }
}
