package io.catwalk.pipeline.bench;

/** Somebody who can do the work that is measured. */
interface Contender extends AutoCloseable {

  /** As progress and reports call it. */
  String name();

  /** Does the work so often and returns the seconds that it took, above 0. */
  double seconds(int steps);

  /** Ends what it holds. */
  @Override
  default void close() {}
}
