package io.catwalk.models.layers;

/**
 * Mean and variance (of the population) of every channel, with what batch normalisation derives
 * from them.
 */
record ChannelStatistics(double[] mean, double[] variance) {

  double[] inverseDeviation(double epsilon) {
    double[] inverse = new double[variance.length];
    for (int c = 0; c < inverse.length; c++) {
      inverse[c] = 1 / Math.sqrt(variance[c] + epsilon);
    }
    return inverse;
  }

  /** What is subtracted from the running means so that they move towards this minibatch. */
  double[] meanUpdate(double[] runningMean, double decay) {
    return update(runningMean, mean, decay);
  }

  /** The same for running variances. */
  double[] varianceUpdate(double[] runningVariance, double decay) {
    return update(runningVariance, variance, decay);
  }

  private static double[] update(double[] running, double[] batch, double decay) {
    double[] update = new double[running.length];
    for (int c = 0; c < update.length; c++) {
      update[c] = (running[c] - batch[c]) * (1 - decay);
    }
    return update;
  }

  /** The same for running variances that are kept as the decimal logarithm of the deviation. */
  double[] logDeviationUpdate(double[] runningLog, double decay) {
    double[] update = new double[runningLog.length];
    for (int c = 0; c < update.length; c++) {
      double running = varianceOfLog(runningLog[c]);
      double next = decay * running + (1 - decay) * variance[c];
      update[c] = Math.log10(running / next) / 2;
    }
    return update;
  }

  static double varianceOfLog(double logDeviation) {
    return Math.pow(10, 2 * logDeviation);
  }
}
