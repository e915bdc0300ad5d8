package io.catwalk.pipeline.bench;

import java.util.List;

/**
 * What an averaging round costs; every time is a median over {@code rounds}, in milliseconds.
 *
 * @param master Spark's
 * @param stateBytes of parameters and updater state that travel each way
 * @param milliseconds of a round
 * @param fixedMilliseconds of a round beyond its slowest worker's training
 * @param parts the same, part by part
 * @param imagesPerSecond of all workers together
 * @param loopsImagesPerSecond of as many independent loops at the same time, summed
 * @param ratioToLoops the first by the second
 * @param smallestFrequency minibatches a round from which the fixed cost is at most 5 %
 * @param scaling what more workers would give at {@code frequency}
 * @param mostWorkers with which the fixed cost is at most 5 % at {@code frequency}; 0 for none
 * @param advice in words
 */
public record RoundReport(
    String model,
    String master,
    int workers,
    int minibatch,
    int frequency,
    int rounds,
    long stateBytes,
    double milliseconds,
    double fixedMilliseconds,
    Parts parts,
    double imagesPerSecond,
    double loopsImagesPerSecond,
    double ratioToLoops,
    int smallestFrequency,
    int mostWorkers,
    List<Scale> scaling,
    List<String> advice,
    List<Memory> memory) {

  /**
   * @param schedule a job that does nothing; 0 where workers stand by and a round is no job
   * @param broadcast handing the state to Spark and, on the slowest worker, waiting for it
   * @param restore into the slowest worker's network
   * @param compute the slowest worker's training
   * @param collect reading the states and bringing them to where they are averaged
   * @param average and putting the average into the driver's network
   * @param idle a worker's waiting for the slowest, on average; no part of the sum
   */
  public record Parts(
      double schedule,
      double broadcast,
      double restore,
      double compute,
      double collect,
      double average,
      double idle) {}

  /**
   * @param overhead share of a round that is not training, 0 to 1
   * @param speedUp beside one worker alone
   * @param smallestFrequency that keeps the overhead at most 5 %
   */
  public record Scale(int workers, double overhead, double speedUp, int smallestFrequency) {}

  /**
   * Mebibytes of a process, at the start and at the end of the measured rounds.
   *
   * @param residentStart all of the process, as the system counts; native memory is what it has
   *     beyond the heap
   */
  public record Memory(
      String process,
      double heapStart,
      double heapEnd,
      double residentStart,
      double residentEnd,
      double broadcastStart,
      double broadcastEnd,
      int broadcastBlocksStart,
      int broadcastBlocksEnd) {}
}
