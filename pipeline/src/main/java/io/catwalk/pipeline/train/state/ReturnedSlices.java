package io.catwalk.pipeline.train.state;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which slices workers send back, and what becomes of them.
 *
 * @param all slices of the state
 * @param mean whether parameters are averaged; if not, the first worker's are taken
 * @param updater whether updater state is averaged; if not, it is not sent
 */
public record ReturnedSlices(
    List<StateSlice> all, Compression compression, boolean mean, boolean updater)
    implements Serializable {

  public List<Integer> indexes() {
    return IntStream.range(0, all.size())
        .filter(i -> updater || all.get(i).part() == StatePart.PARAMETERS)
        .boxed()
        .toList();
  }

  public StateSlice slice(int index) {
    return all.get(index);
  }

  /**
   * What the workers' slices become; one that consumed nothing does not count.
   *
   * @param reports in the workers' order
   * @param slices encoded, in the same order
   * @return floats in the machine's byte order
   */
  public byte[] average(
      int index, List<WorkerReport> reports, List<byte[]> slices, StartState start) {
    List<byte[]> counted = new ArrayList<>();
    List<Long> examples = new ArrayList<>();
    boolean first = all.get(index).part() == StatePart.PARAMETERS && !mean;
    for (int worker = 0; worker < reports.size(); worker++) {
      if (reports.get(worker).examples() > 0 && !(first && !counted.isEmpty())) {
        counted.add(slices.get(worker));
        examples.add(reports.get(worker).examples());
      }
    }
    byte[] started = compression.relative(all.get(index).part()) ? start.slice(index) : null;
    return new SliceAverage(all.get(index), compression)
        .of(counted, examples.stream().mapToLong(n -> n).toArray(), started);
  }
}
