package io.catwalk.pipeline.config;

/**
 * When a training is saved so that it can go on after a crash ({@code train.checkpoint.*}).
 *
 * @param everyRounds averaging rounds between two checkpoints; 0 saves at epochs alone
 * @param everyEpochs epochs between two checkpoints; 0 saves at rounds alone
 * @param keep newest checkpoints that are kept, at least 1
 */
public record CheckpointConfig(int everyRounds, int everyEpochs, int keep) {

  /** What reference.conf says. */
  public static final CheckpointConfig USUAL = new CheckpointConfig(0, 1, 3);
}
