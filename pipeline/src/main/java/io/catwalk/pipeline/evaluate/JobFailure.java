package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.CatwalkException;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds, in what Spark throws on the driver, the mistake that an executor named. */
final class JobFailure {

  private JobFailure() {}

  /**
   * Runs a Spark job.
   *
   * @throws CatwalkException when that is what failed on an executor; anything else is thrown as it
   *     came
   */
  static <T> T unwrap(Supplier<T> job) {
    try {
      return job.get();
    } catch (Exception e) { // SparkException is a checked one that Scala's methods do not declare.
      Optional<CatwalkException> mistake = CatwalkException.among(e);
      if (mistake.isPresent()) {
        throw mistake.get();
      }
      throw e;
    }
  }
}
