package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.train.worker.WorkerReport;
import java.io.Serializable;
import java.util.List;

/**
 * A slice, averaged over all workers.
 *
 * @param mean floats in the machine's byte order
 * @param reports of the workers, in their order
 */
record AveragedSlice(int index, byte[] mean, List<WorkerReport> reports) implements Serializable {}
