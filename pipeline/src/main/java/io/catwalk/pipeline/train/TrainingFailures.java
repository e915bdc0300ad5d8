package io.catwalk.pipeline.train;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ingest.Split;
import io.catwalk.pipeline.ingest.StoredDataset;
import io.catwalk.pipeline.ingest.Vectoriser;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;

/**
 * Says in one line what failed on an executor: the first error, on which host, in which partition,
 * and the image that is to blame where it is one. Spark itself says it in a stack trace.
 */
final class TrainingFailures {

  private static final Pattern LOST_TASK =
      Pattern.compile(
          "Lost task (?<partition>\\d+)\\.\\d+ in stage [\\d.]+ \\(TID \\d+\\) \\((?<host>\\S+) executor (?<executor>[^)]+)\\): (?<error>.*)",
          Pattern.DOTALL);
  private static final Pattern CAUSED_BY = Pattern.compile("(?m)^Caused by: (.+)$");
  private static final Pattern CLUSTER =
      Pattern.compile(
          "ExecutorLostFailure|FetchFailed|OutOfMemoryError|BlockMissingException|java\\.net\\.|SafeModeException"
              + "|No space left on device|SparkContext was shut down|Could not obtain block");
  private static final Pattern DATA =
      Pattern.compile(
          "ParquetDecodingException|is not a Parquet file|FileNotFoundException|Encountered error while reading file|CorruptStatistics");

  private final SparkSession session;
  private final StoredDataset dataset;

  TrainingFailures(SparkSession session, StoredDataset dataset) {
    this.session = session;
    this.dataset = dataset;
  }

  /** What to throw for what Spark threw; anything that is not Spark's is returned as it came. */
  RuntimeException explain(Exception failure) {
    Optional<CatwalkException> told = CatwalkException.among(failure);
    if (told.isPresent()) {
      return told.get();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkException spark) {
        Matcher lost = LOST_TASK.matcher(String.valueOf(spark.getMessage()));
        if (lost.find()) {
          return of(lost, failure);
        }
      }
    }
    if (failure instanceof RuntimeException unchecked) {
      return unchecked;
    }
    return new IllegalStateException(failure);
  }

  private CatwalkException of(Matcher lost, Exception failure) {
    String error = firstError(lost.group("error"));
    String where =
        String.format(
            Locale.ROOT,
            "Training failed on host %s (executor %s), partition %s: ",
            lost.group("host"),
            lost.group("executor"),
            lost.group("partition"));
    // A lost executor says so itself; no image is to blame.
    if (CLUSTER.matcher(lost.group("error")).find()) {
      return CatwalkException.cluster(where + error, failure);
    }
    if (DATA.matcher(lost.group("error")).find()) {
      return CatwalkException.data(where + error + "; ingest it again", failure);
    }
    return culprit()
        .map(
            image ->
                CatwalkException.data(where + image + " (" + error + "); ingest it again", failure))
        .orElseGet(
            () ->
                CatwalkException.bug(
                    where + error + "; this may be a bug in catwalk, Spark's log has more",
                    failure));
  }

  /** What was thrown first, deepest: type and message. */
  private static String firstError(String trace) {
    String error = trace.lines().findFirst().orElse("");
    Matcher cause = CAUSED_BY.matcher(trace.split("\nDriver stacktrace:", 2)[0]);
    while (cause.find()) {
      error = cause.group(1);
    }
    return error.strip();
  }

  private Optional<String> culprit() {
    try {
      FindCulprit search = new FindCulprit(Vectoriser.of(dataset.manifest()));
      List<String> found = dataset.examples(session, Split.TRAIN).mapPartitions(search).take(1);
      if (found.isEmpty()) {
        found = dataset.examples(session, Split.VALIDATION).mapPartitions(search).take(1);
      }
      return found.stream().findFirst();
    } catch (Exception e) {
      // Spark throws what it does not declare. The search is for the message alone.
      return Optional.empty();
    }
  }
}
