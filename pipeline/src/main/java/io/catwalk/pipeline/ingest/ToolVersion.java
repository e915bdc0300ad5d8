package io.catwalk.pipeline.ingest;

import java.util.Optional;

/** The version of the jar that this runs from. */
final class ToolVersion {

  private ToolVersion() {}

  static String get() {
    return Optional.ofNullable(ToolVersion.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
