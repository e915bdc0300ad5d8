package io.catwalk.pipeline.config;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.ConfigLoader.KnownModels;
import java.util.Optional;
import java.util.Set;

/** Two networks, one of which takes nothing but 32×32. */
public final class FakeModels implements KnownModels {

  @Override
  public Set<String> names() {
    return Set.of("lenet5", "anysize", "catwalk-resnet");
  }

  @Override
  public Optional<String> objection(String name, ImageShape shape, int classes) {
    return name.equals("lenet5") && (shape.height() != 32 || shape.width() != 32)
        ? Optional.of("expected 32×32")
        : Optional.empty();
  }
}
