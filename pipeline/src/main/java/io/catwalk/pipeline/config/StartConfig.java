package io.catwalk.pipeline.config;

/**
 * From which network training begins ({@code model.from}, {@code model.freeze-until}).
 *
 * @param from a run's id or URI, or the URI of a {@code model.zip}; empty for a new network
 * @param freezeUntil name of the last layer that stays as it is; empty to train all
 */
public record StartConfig(String from, String freezeUntil) {

  /** A new network with random weights. */
  public static final StartConfig NEW = new StartConfig("", "");

  /** What {@code model.name} is where {@code model.from} tells the network. */
  public static final String STORED_NAME = "transfer";

  /** Whether it is a network that was trained before. */
  public boolean isStored() {
    return !from.isEmpty();
  }
}
