package io.catwalk.pipeline.config;

import java.io.Serializable;

/**
 * How training images are changed at random, each anew in every epoch ({@code train.augment.*}).
 *
 * @param crop least share of the area that a random crop keeps, above 0 to 1; 1: no crop
 * @param aspect largest ratio between the crop's sides and the image's, at least 1
 * @param flip whether half of them are mirrored left to right
 * @param rotation most degrees, either way; 0 to 180
 * @param shift most pixels, each way; at least 0
 * @param padding what lies outside of an image
 * @param brightness most by which pixels are multiplied up or down, 0 to 1
 * @param contrast most by which differences from the image's mean are, 0 to 1
 * @param erasing share of the images of which a rectangle is erased, 0 to 1
 * @param erasingArea largest share of such an image that is erased, above 0 and below 1
 * @param mixup of two images into one: α of the Beta distribution of their shares, 0 to 1; 0: off
 * @param cutmix of a rectangle of one image into another: α of the Beta distribution of the share
 *     that the other keeps, 0 to 1; 0: off
 * @param trivial whether one operation is drawn for each image, and its strength
 */
public record AugmentConfig(
    double crop,
    double aspect,
    boolean flip,
    double rotation,
    int shift,
    Padding padding,
    double brightness,
    double contrast,
    double erasing,
    double erasingArea,
    double mixup,
    double cutmix,
    boolean trivial)
    implements Serializable {

  /** What reference.conf says. */
  public static final AugmentConfig OFF =
      new AugmentConfig(1, 1.3333, false, 0, 0, Padding.BLACK, 0, 0, 0, 0.25, 0, 0, false);

  /** Whether pixels go elsewhere. */
  public boolean moves() {
    return crop < 1 || flip || rotation > 0 || shift > 0;
  }

  /** Whether pixels change their values. */
  public boolean colours() {
    return brightness > 0 || contrast > 0;
  }

  /** Whether anything is done to single images. */
  public boolean changesImages() {
    return moves() || colours() || trivial || erasing > 0;
  }

  /** Whether two images become one. */
  public boolean mixes() {
    return mixup > 0 || cutmix > 0;
  }

  /** What lies outside of an image. */
  public enum Padding {
    BLACK,
    /** Its outermost pixels go on. */
    EDGE
  }
}
