package io.catwalk.pipeline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What measured rounds say about other frequencies and numbers of workers.
 *
 * <p>Of a round's fixed cost, launching the job and restoring are taken to stay, and bringing and
 * averaging the workers' states to grow with their number.
 *
 * @param workers that were measured
 * @param frequency minibatches of a round
 * @param step milliseconds of one minibatch
 * @param steady milliseconds of a round's cost that do not grow with the workers
 * @param perWorker milliseconds of it a worker
 */
record RoundAdvice(int workers, int frequency, double step, double steady, double perWorker) {

  /** Share of a round's time that training leaves without harm. */
  static final double TOLERATED = 0.05;

  private static final int MANY = 100;

  double fixed(int workers) {
    return steady + perWorker * workers;
  }

  double overhead(int workers, int frequency) {
    return fixed(workers) / (fixed(workers) + frequency * step);
  }

  /** How much faster than one worker alone. */
  double speedUp(int workers) {
    return workers * (1 - overhead(workers, frequency));
  }

  /** From which on the fixed cost is tolerable. */
  int smallestFrequency(int workers) {
    return (int) Math.max(1, Math.ceil(fixed(workers) * (1 - TOLERATED) / TOLERATED / step - 1e-9));
  }

  /** With which the fixed cost is tolerable at a frequency; 0 for none. */
  int mostWorkers(int frequency) {
    double bearable = frequency * step * TOLERATED / (1 - TOLERATED);
    double most = perWorker <= 0 ? 10_000 : (bearable - steady) / perWorker;
    return (int) Math.max(0, Math.min(10_000, Math.floor(most + 1e-9)));
  }

  List<RoundReport.Scale> scaling() {
    List<RoundReport.Scale> scales = new ArrayList<>();
    for (int count : new int[] {1, 2, 4, 8, 16, 32, 64, MANY}) {
      scales.add(
          new RoundReport.Scale(
              count, overhead(count, frequency), speedUp(count), smallestFrequency(count)));
    }
    return scales;
  }

  List<String> inWords(String model) {
    List<String> words = new ArrayList<>();
    int smallest = smallestFrequency(workers);
    words.add(
        String.format(
            Locale.ROOT,
            "With %d workers average every %d minibatches or more: below that more than 5 %% of the time is not training.",
            workers,
            smallest));
    int used = Math.max(frequency, smallest);
    int most = mostWorkers(used);
    words.add(
        most >= 10_000
            ? String.format(
                Locale.ROOT, "At frequency %d any number of workers keeps it below 5 %%.", used)
            : String.format(
                Locale.ROOT, "At frequency %d up to %d workers keep it below 5 %%.", used, most));
    double gain = speedUp(MANY);
    if (gain < MANY / 2.0) {
      words.add(
          String.format(
              Locale.ROOT,
              "%s on %d workers is not worth it: they would be %.0f times as fast as one at frequency %d, %.0f %% of the time goes to"
                  + " averaging.",
              model,
              MANY,
              gain,
              frequency,
              100 * overhead(MANY, frequency)));
    }
    return words;
  }
}
