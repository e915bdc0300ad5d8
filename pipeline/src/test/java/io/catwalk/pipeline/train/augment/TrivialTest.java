package io.catwalk.pipeline.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.augment.Trivial.Operation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrivialTest {

  /** Three channels of 3 × 4 pixels; the first is normalised otherwise than the others. */
  private static final ImageShape SHAPE = new ImageShape(3, 4, 3);

  private static final Vectoriser VECTORISER =
      new Vectoriser(SHAPE, 2, List.of(0.5, 0.25, 0.25), List.of(0.25, 0.5, 0.5));
  private static final int PLANE = 12;

  private final Trivial trivial =
      new Trivial(
          VECTORISER,
          new Resampling(SHAPE, new float[] {-2, -0.5f, -0.5f}, false),
          new Colouring(AugmentConfig.OFF, VECTORISER));

  /** Levels of bytes, from 10 on upwards in steps of 20. */
  private static float[] image() {
    float[] values = new float[3 * PLANE];
    for (int i = 0; i < values.length; i++) {
      double level = (10 + 20 * (i % PLANE)) / 255.0;
      values[i] = (float) (i < PLANE ? (level - 0.5) / 0.25 : (level - 0.25) / 0.5);
    }
    return values;
  }

  /** As bytes of all channels. */
  private double[] after(Operation operation, double strength) {
    float[] values = image();
    trivial.apply(operation, strength, values, 0);
    double[] levels = new double[values.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = 255 * (i < PLANE ? values[i] * 0.25 + 0.5 : values[i] * 0.5 + 0.25);
    }
    return levels;
  }

  private static void assertBoth(double[] levels, double... channel) {
    assertThat(Arrays.copyOf(levels, PLANE)).containsExactly(channel, within(0.01));
    assertThat(Arrays.copyOfRange(levels, PLANE, 2 * PLANE)).containsExactly(channel, within(0.01));
  }

  @Test
  void eachOperationDoesWhatItSays() {
    double[] same = {10, 30, 50, 70, 90, 110, 130, 150, 170, 190, 210, 230};
    assertBoth(after(Operation.NONE, 1), same);
    assertBoth(after(Operation.SHIFT_ACROSS, 1), 0, 10, 30, 50, 0, 90, 110, 130, 0, 170, 190, 210);
    assertBoth(after(Operation.SHIFT_DOWN, -1), 90, 110, 130, 150, 170, 190, 210, 230, 0, 0, 0, 0);
    assertBoth(after(Operation.BRIGHTNESS, -1), 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23);
    // Their mean is 120.
    assertBoth(
        after(Operation.CONTRAST, -1), 109, 111, 113, 115, 117, 119, 121, 123, 125, 127, 129, 131);
    assertBoth(after(Operation.POSTERISE, -1), 0, 16, 48, 64, 80, 96, 128, 144, 160, 176, 208, 224);
    assertBoth(after(Operation.SOLARISE, 0.5), 10, 30, 50, 70, 90, 110, 125, 105, 85, 65, 45, 25);
    assertThat(after(Operation.SPREAD, 0)[0]).isCloseTo(0, within(0.01));
    assertThat(after(Operation.SPREAD, 0)[1]).isCloseTo(20 / 220.0 * 255, within(0.01));
    assertThat(after(Operation.SPREAD, 0)[PLANE - 1]).isCloseTo(255, within(0.01));
  }

  /** The middle row stays where rows are sheared, and the middle where an image is turned. */
  @Test
  void shearsAndRotationGoAboutTheMiddle() {
    double[] sheared = after(Operation.SHEAR_ACROSS, 1);
    assertThat(Arrays.copyOfRange(sheared, 4, 8))
        .containsExactly(new double[] {90, 110, 130, 150}, within(0.01));
    // A row above the middle comes from 0.3 pixels to the left, a row below from the right.
    assertThat(sheared[1]).isCloseTo(30 - 0.3 * 20, within(0.01));
    assertThat(sheared[9]).isCloseTo(190 + 0.3 * 20, within(0.01));
    double[] turned = after(Operation.ROTATION, 1);
    assertThat((turned[5] + turned[6]) / 2).isCloseTo(120, within(0.01));
    assertThat(turned[5]).isNotCloseTo(110, within(0.5));
    double[] down = after(Operation.SHEAR_DOWN, 1);
    assertThat((down[5] + down[6]) / 2).isCloseTo(120, within(0.01));
    assertThat(down[6] - down[5]).isCloseTo(20 + 0.3 * 80, within(0.01));
  }

  @ParameterizedTest
  @EnumSource
  void noneLeavesTheRangeFromBlackToWhiteOrTouchesOtherImages(Operation operation) {
    for (double strength : new double[] {-1, -0.4, 0, 0.7, 1}) {
      float[] values = new float[9 * PLANE];
      System.arraycopy(image(), 0, values, 3 * PLANE, 3 * PLANE);

      trivial.apply(operation, strength, values, 3 * PLANE);

      for (int i = 0; i < values.length; i++) {
        boolean own = i >= 3 * PLANE && i < 6 * PLANE;
        float black = i < 4 * PLANE ? -2 : -0.5f;
        float white = i < 4 * PLANE ? 2 : 1.5f;
        assertThat(values[i]).isBetween(own ? black - 1e-5f : 0, own ? white + 1e-5f : 0);
      }
    }
  }

  @Test
  void allAreDrawnEquallyOften() {
    Map<Operation, Integer> drawn = new EnumMap<>(Operation.class);
    for (long seed = 0; seed < 11_000; seed++) {
      drawn.merge(Operation.draw(new Dice().begin(seed)), 1, Integer::sum);
    }

    assertThat(drawn).hasSize(11);
    assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(880, 1120));
  }
}
