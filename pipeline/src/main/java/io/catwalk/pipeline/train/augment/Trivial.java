package io.catwalk.pipeline.train.augment;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Vectoriser;
import java.util.function.DoubleUnaryOperator;

/**
 * Does one operation to an image, which is drawn with its strength for each image anew (Müller,
 * Hutter, "TrivialAugment: Tuning-free yet state-of-the-art data augmentation", ICCV 2021). The
 * ranges are those that they take over from RandAugment (Cubuk et al., 2020), with strengths drawn
 * evenly from all of a range in place of 31 levels; colour, sharpness and equalise are left out.
 */
final class Trivial {

  private static final double SHEAR = 0.3;
  private static final double SHIFT = 10.0 / 32;
  private static final double ROTATION = 30;
  private static final double FACTOR = 0.9;
  private static final int FEWER_BITS = 4;
  private static final int WHITE = 255;

  private final ImageShape shape;
  private final float[] mean;
  private final float[] deviation;
  private final Resampling resampling;
  private final Colouring colouring;
  private final float[] source;

  /** What may be done. */
  enum Operation {
    NONE,
    SHEAR_ACROSS,
    SHEAR_DOWN,
    SHIFT_ACROSS,
    SHIFT_DOWN,
    ROTATION,
    BRIGHTNESS,
    CONTRAST,
    POSTERISE,
    SOLARISE,
    SPREAD;

    private static final Operation[] ALL = values();

    static Operation draw(Dice dice) {
      return ALL[dice.upTo(ALL.length - 1)];
    }
  }

  Trivial(Vectoriser vectoriser, Resampling resampling, Colouring colouring) {
    this.shape = vectoriser.shape();
    this.resampling = resampling;
    this.colouring = colouring;
    this.source = new float[shape.values()];
    this.mean = Colouring.floats(vectoriser.mean());
    this.deviation = Colouring.floats(vectoriser.deviation());
  }

  /** Changes the normalised image that begins at {@code at}, in place. */
  void apply(float[] values, int at, Dice dice) {
    Operation operation = Operation.draw(dice);
    double strength = dice.share();
    apply(operation, dice.share() < 0.5 ? -strength : strength, values, at);
  }

  /**
   * @param strength -1 to 1; where an operation knows no direction its size alone counts
   */
  void apply(Operation operation, double strength, float[] values, int at) {
    double size = Math.abs(strength);
    switch (operation) {
      case NONE -> {}
      case SHEAR_ACROSS -> move(about(SHEAR * strength, 0, 0, 0), values, at);
      case SHEAR_DOWN -> move(about(0, SHEAR * strength, 0, 0), values, at);
      case SHIFT_ACROSS -> move(about(0, 0, pixels(strength, shape.width()), 0), values, at);
      case SHIFT_DOWN -> move(about(0, 0, 0, pixels(strength, shape.height())), values, at);
      case ROTATION -> {
        double angle = Math.toRadians(ROTATION * strength);
        move(
            Movement.about(shape, Math.cos(angle), Math.sin(angle), -Math.sin(angle), 0, 0),
            values,
            at);
      }
      case BRIGHTNESS -> colouring.apply(values, at, (float) (1 + FACTOR * strength), 1);
      case CONTRAST -> colouring.apply(values, at, 1, (float) (1 + FACTOR * strength));
      case POSTERISE -> {
        int lost = (int) Math.round(FEWER_BITS * size);
        all(
            values,
            at,
            level -> ((int) Math.round(level * WHITE) >> lost << lost) / (double) WHITE);
      }
      case SOLARISE -> all(values, at, level -> level > 1 - size ? 1 - level : level);
      case SPREAD -> spread(values, at);
    }
  }

  private static int pixels(double strength, int side) {
    return (int) Math.round(SHIFT * side * strength);
  }

  private Movement about(double xy, double yx, int right, int down) {
    return Movement.about(shape, 1, xy, yx, right, down);
  }

  private void move(Movement movement, float[] values, int at) {
    System.arraycopy(values, at, source, 0, source.length);
    resampling.move(source, movement, values, at);
  }

  private void all(float[] values, int at, DoubleUnaryOperator level) {
    for (int channel = 0; channel < mean.length; channel++) {
      channel(values, at, channel, level);
    }
  }

  /**
   * @param level of one value between black, 0, and white, 1
   */
  private void channel(float[] values, int at, int channel, DoubleUnaryOperator level) {
    int plane = shape.height() * shape.width();
    int from = at + channel * plane;
    for (int i = from; i < from + plane; i++) {
      double before = values[i] * (double) deviation[channel] + mean[channel];
      double after =
          Math.max(0, Math.min(1, level.applyAsDouble(Math.max(0, Math.min(1, before)))));
      values[i] = (float) ((after - mean[channel]) / deviation[channel]);
    }
  }

  /** The darkest value of a channel becomes black, the brightest white. */
  private void spread(float[] values, int at) {
    for (int channel = 0; channel < mean.length; channel++) {
      double[] range = {1, 0};
      channel(
          values,
          at,
          channel,
          level -> {
            range[0] = Math.min(range[0], level);
            range[1] = Math.max(range[1], level);
            return level;
          });
      double width = range[1] - range[0];
      if (width > 0) {
        channel(values, at, channel, level -> (level - range[0]) / width);
      }
    }
  }
}
