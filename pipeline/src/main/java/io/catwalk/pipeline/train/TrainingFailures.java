package io.catwalk.pipeline.train;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.spark.KilledExecutor;
import io.catwalk.pipeline.spark.MemoryFailure;
import io.catwalk.pipeline.spark.TaskFailure;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;

/**
 * Says in one line what failed on an executor: the first error, on which host, in which partition,
 * and the image that is to blame where it is one. Spark itself says it in a stack trace.
 */
final class TrainingFailures {

  private static final Pattern CLUSTER =
      Pattern.compile(
          "ExecutorLostFailure|FetchFailed|BlockMissingException|java\\.net\\.|SafeModeException"
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
  RuntimeException explain(Throwable failure) {
    Optional<CatwalkException> told = CatwalkException.among(failure);
    if (told.isPresent()) {
      return told.get();
    }
    Optional<MemoryFailure> full = MemoryFailure.among(failure);
    if (full.isPresent()) {
      return CatwalkException.cluster(full.get().line(), failure);
    }
    Optional<TaskFailure> task = TaskFailure.among(failure);
    if (task.isPresent()) {
      return of(task.get(), failure);
    }
    if (failure instanceof RuntimeException unchecked) {
      return unchecked;
    }
    return new IllegalStateException(failure);
  }

  private CatwalkException of(TaskFailure task, Throwable failure) {
    String error = task.error();
    String where =
        String.format(
            Locale.ROOT,
            "Training failed on host %s (executor %s), partition %d: ",
            task.host(),
            task.executor(),
            task.partition());
    // A lost executor says so itself; no image is to blame.
    if (CLUSTER.matcher(task.trace()).find()) {
      String hint = KilledExecutor.says(task.trace()) ? "; " + KilledExecutor.HINT : "";
      return CatwalkException.cluster(where + error + hint, failure);
    }
    if (DATA.matcher(task.trace()).find()) {
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

  /**
   * Looks for the first stored image that no network could be trained on, once training has failed.
   * Gives its path and what is wrong with it.
   */
  private record FindCulprit(Vectoriser vectoriser)
      implements FlatMapFunction<Iterator<Example>, String> {

    @Override
    public Iterator<String> call(Iterator<Example> examples) {
      while (examples.hasNext()) {
        Example example = examples.next();
        String objection = objection(example);
        if (objection != null) {
          return List.of("image " + example.path() + " " + objection).iterator();
        }
      }
      return List.<String>of().iterator();
    }

    private String objection(Example example) {
      int values = vectoriser.shape().values();
      if (example.pixels() == null || example.pixels().length != values) {
        int found = example.pixels() == null ? 0 : example.pixels().length;
        return String.format(
            Locale.ROOT, "holds %,d values, expected %,d (%s)", found, values, vectoriser.shape());
      }
      if (example.label() < 0 || example.label() >= vectoriser.classes()) {
        return String.format(
            Locale.ROOT,
            "has label %d, expected 0 to %d",
            example.label(),
            vectoriser.classes() - 1);
      }
      return null;
    }
  }
}
