package io.catwalk.pipeline.dataset;

import java.util.Locale;

/** The three parts of a dataset. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** As it stands in manifests and folder names. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
