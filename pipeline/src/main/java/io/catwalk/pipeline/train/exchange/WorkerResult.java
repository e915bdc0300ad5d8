package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.worker.WorkerReport;
import java.io.Serializable;

/**
 * What a worker brings back from a round where its whole state goes to the driver.
 *
 * @param slices of its network's state, encoded; none of those that are not averaged
 */
public record WorkerResult(WorkerReport report, byte[][] slices) implements Serializable {}
