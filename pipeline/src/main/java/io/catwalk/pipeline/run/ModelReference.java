package io.catwalk.pipeline.run;

/** A trained model as users name it. */
public sealed interface ModelReference {

  /** As it was named. */
  String text();

  /**
   * The model of a run.
   *
   * @param run its id in storage, or the URI of its folder
   */
  record OfRun(String run) implements ModelReference {
    @Override
    public String text() {
      return run;
    }
  }

  /**
   * A model by its own name.
   *
   * @param model path or URI of a {@code model.zip}, or the name of a model in the registry, whose
   *     champion is taken
   */
  record Named(String model) implements ModelReference {
    @Override
    public String text() {
      return model;
    }
  }
}
