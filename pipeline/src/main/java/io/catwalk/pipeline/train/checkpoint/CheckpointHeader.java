package io.catwalk.pipeline.train.checkpoint;

import io.catwalk.pipeline.runs.History.Epoch;
import io.catwalk.pipeline.train.worker.ValidationScore;
import java.util.List;
import java.util.SortedMap;

/**
 * What a checkpoint says before its rows of floats, as JSON.
 *
 * @param position where training goes on
 * @param firstLoss of the first round
 * @param history finished epochs
 * @param bestEpoch 0 while there is none
 * @param bestScore of that epoch
 * @param bestFile name of the file that holds that epoch's network; null while there is none
 * @param iterations of the network
 * @param epoch of the network, 0-based
 * @param fingerprint of the training
 */
record CheckpointHeader(
    Position position,
    double firstLoss,
    List<Epoch> history,
    int bestEpoch,
    ValidationScore bestScore,
    String bestFile,
    int iterations,
    int epoch,
    SortedMap<String, String> fingerprint) {

  /** What the best epoch's file says before its rows. */
  record OfNetwork(int iterations, int epoch) {}
}
