package io.catwalk.pipeline.runs;

import java.io.Serializable;

/**
 * What is found out about predictions that come one by one, in whatever order and in parts.
 *
 * @param <S> its own type
 */
public interface PredictionSums<S extends PredictionSums<S>> extends Serializable {

  /** Looks at one more, and gives itself back. */
  S add(Prediction prediction);

  /** Takes what another part has found, and gives itself back. */
  S merge(S other);
}
