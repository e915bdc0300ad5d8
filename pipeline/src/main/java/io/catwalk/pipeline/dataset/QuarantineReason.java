package io.catwalk.pipeline.dataset;

import java.util.Locale;

/**
 * Why an image was left out. The ids stand in {@code quarantine.parquet} and in manifests, and
 * stay.
 */
public enum QuarantineReason {
  /** The file has no bytes. */
  EMPTY,
  /** The bytes are those of no image format: a text file named .jpg, a wrong magic number. */
  NOT_AN_IMAGE,
  /** The file ends before its image does. */
  TRUNCATED,
  /** It begins like an image, and what follows cannot be decoded. */
  CORRUPT,
  /** More pixels than {@code data.max-megapixels}, by its header: it was not decoded. */
  TOO_LARGE,
  /** The process that decoded it ended, or did not come back, each time. */
  CRASHED,
  /** The file could not be read. */
  UNREADABLE,
  /** An image format, or a variant of one, that is not decoded. */
  UNSUPPORTED;

  /** The reason of an id. */
  public static QuarantineReason of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** As it is stored: lower case, with hyphens. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
