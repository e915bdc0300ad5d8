package io.catwalk.pipeline.model;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.config.ConfigLoader.KnownModels;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The networks of the catalog, asked before anything is started. */
public final class CatalogModels implements KnownModels {

  @Override
  public Set<String> names() {
    return new LinkedHashSet<>(ModelCatalog.names());
  }

  @Override
  public Optional<String> objection(String name, ImageShape shape, int classes) {
    try {
      ModelCatalog.get(name).configure(shape, Hyperparameters.forInspection(classes));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      String reason = e.getMessage();
      return Optional.of(
          reason.startsWith(name + " ") ? reason.substring(name.length() + 1) : reason);
    }
  }
}
