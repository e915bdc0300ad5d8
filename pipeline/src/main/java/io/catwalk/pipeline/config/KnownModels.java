package io.catwalk.pipeline.config;

import io.catwalk.models.ImageShape;
import java.util.Optional;
import java.util.Set;

/**
 * What a configuration must know of the networks in order to find mistakes before a cluster is
 * asked for anything.
 */
public interface KnownModels {

  /** Values that {@code model.name} may take. */
  Set<String> names();

  /**
   * Why a network cannot take images of this shape; empty when it can.
   *
   * @param name one of {@link #names}
   * @param classes at least 2
   */
  Optional<String> objection(String name, ImageShape shape, int classes);
}
