package io.catwalk.pipeline.train.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.blocks.Extent;
import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Preparation;
import io.catwalk.models.engine.Session;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.train.data.ResidentPixels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a device keeps, on one that every machine has. */
class DeviceExamplesTest {

  private static final ImageShape SHAPE = new ImageShape(20, 20, 1);
  private static final Preparation PREPARATION =
      new Preparation(List.of(0.5), List.of(0.5), 0, List.of());

  @Test
  void imagesThatCountDifferentlyAreNotKept() {
    Example image = new Example(new byte[400], 1, "", "");
    try (Session session = session();
        DeviceExamples examples = new DeviceExamples(session)) {
      assertThat(examples.load(all(image, image), PREPARATION)).isTrue();
      assertThat(examples.load(all(image, image.weighing(2)), PREPARATION)).isFalse();
    }
  }

  @Test
  void imagesWithATeachersAnswersAreNotKept() {
    Example image = new Example(new byte[400], 1, "", "").answering(new float[] {0.25f, 0.75f});
    try (Session session = session();
        DeviceExamples examples = new DeviceExamples(session)) {
      assertThat(examples.load(all(image, image), PREPARATION)).isFalse();
    }
  }

  private static MinibatchFeed.Range all(Example... examples) {
    ResidentPixels resident = ResidentPixels.of(List.of(examples));
    return new MinibatchFeed.Range(resident, new int[] {0, 1}, 0, 2, 2);
  }

  private static Session session() {
    return Device.named("cpu")
        .open(
            Plan.of(
                ModelCatalog.get("lenet5").configure(SHAPE, Hyperparameters.forInspection(2)),
                Extent.of(SHAPE)),
            2);
  }
}
