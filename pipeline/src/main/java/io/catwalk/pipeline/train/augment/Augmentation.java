package io.catwalk.pipeline.train.augment;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.dataset.PixelScale;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.data.ResidentExamples;

/**
 * Changes training images at random while they are vectorised: where pixels lie, how bright they
 * are, what is erased. What becomes of an image depends on its seed alone. Belongs to one thread at
 * a time.
 */
public final class Augmentation {

  private final AugmentConfig config;
  private final ImageShape shape;
  private final PixelScale scale;
  private final float[] source;
  private final Resampling resampling;
  private final Colouring colouring;
  private final Trivial trivial;
  private final Erasing erasing;
  private final Dice dice = new Dice();

  public Augmentation(AugmentConfig config, Vectoriser vectoriser) {
    this.config = config;
    this.shape = vectoriser.shape();
    this.scale = vectoriser.scale();
    this.source = new float[scale.values()];
    float[] black = new float[shape.channels()];
    for (int channel = 0; channel < black.length; channel++) {
      double mean = vectoriser.mean().get(channel);
      black[channel] = (float) ((0 - mean) / vectoriser.deviation().get(channel));
    }
    this.resampling = new Resampling(shape, black, config.padding() == AugmentConfig.Padding.EDGE);
    this.colouring = new Colouring(config, vectoriser);
    this.trivial = new Trivial(vectoriser, resampling, colouring);
    this.erasing = new Erasing(config, shape);
  }

  public boolean is(AugmentConfig other) {
    return config.equals(other);
  }

  /** Writes an example's changed values to {@code into}, from {@code at} on. */
  public void features(ResidentExamples examples, int position, long seed, float[] into, int at) {
    dice.begin(seed);
    if (config.moves()) {
      examples.features(position, scale, source, 0);
      resampling.move(source, Movement.draw(config, shape, dice), into, at);
    } else {
      examples.features(position, scale, into, at);
    }
    if (config.colours()) {
      colouring.apply(into, at, dice);
    }
    if (config.trivial()) {
      trivial.apply(into, at, dice);
    }
    if (config.erasing() > 0) {
      erasing.apply(into, at, dice);
    }
  }
}
