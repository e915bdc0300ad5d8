package io.catwalk.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A frequency beyond an epoch's minibatches is told with the setting that mends it. */
class SeldomAveragingTest {

  @Test
  void sevenMinibatchesAndAFrequencyOfTenAreTold() {
    assertThat(SeldomAveraging.of(TrainingConfigs.of(2, 10, 64), 2 * 7 * 64))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .contains("averaging-frequency = 10", "7 minibatches", "once an epoch")
                    .contains("set train.averaging-frequency=1")
                    .hasLineCount(1));
  }

  @Test
  void oneMinibatchIsOne() {
    assertThat(SeldomAveraging.of(TrainingConfigs.of(2, 10, 64), 2 * 64))
        .hasValueSatisfying(
            line -> assertThat(line).contains("a worker has 1 minibatch an epoch", "fewer train"));
  }

  @Test
  void moreMinibatchesOrOneWorkerAreNot() {
    assertThat(SeldomAveraging.of(TrainingConfigs.of(2, 10, 64), 2 * 11 * 64)).isEmpty();
    assertThat(SeldomAveraging.of(TrainingConfigs.of(1, 10, 64), 64)).isEmpty();
  }

  @Test
  void aTrainingTellsItsListener() {
    List<String> warnings = new ArrayList<>();
    new Trainer(
            LocalSpark.session(),
            TrainingConfigs.of(2, 10, 4),
            new TrainingListener() {
              @Override
              public void warned(String message) {
                warnings.add(message);
              }
            })
        .train(new MemoryDataset(40, 0, new ImageShape(16, 16, 1)), ModelCatalog.get("lenet5"));

    assertThat(warnings).singleElement().asString().contains("5 minibatches an epoch");
  }
}
