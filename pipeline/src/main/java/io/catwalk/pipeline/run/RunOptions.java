package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.StopSignal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What one start of a job is told besides the configuration.
 *
 * @param runId the name of the run's folder and of the Spark application; empty lets the job make
 *     one
 * @param resume whether that run must have been begun before
 * @param stop asked whether the user wants the job to stop
 * @param program how the user calls Catwalk, for messages
 * @param verify whether images are read although names, sizes and times of change are as before
 */
public record RunOptions(
    Optional<String> runId, boolean resume, StopSignal stop, String program, boolean verify) {

  /** Whatever the job chooses. */
  public static final RunOptions NONE =
      new RunOptions(Optional.empty(), false, StopSignal.NEVER, "catwalk");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** A new run, which nobody stops. */
  public RunOptions(String runId) {
    this(Optional.of(runId), false, StopSignal.NEVER, "catwalk");
  }

  /** One that trusts names, sizes and times of change. */
  public RunOptions(Optional<String> runId, boolean resume, StopSignal stop, String program) {
    this(runId, resume, stop, program, false);
  }

  /** The run's id, or a new one after what it does. */
  String idOr(String what) {
    return runId.orElseGet(() -> newId(what, Instant.now()));
  }

  /** For a run that nobody named: such ids sort by time and never meet. */
  public static String newId(String what, Instant now) {
    return TIME.format(now) + "-" + what + "-" + UUID.randomUUID().toString().substring(0, 4);
  }

  /** The same, with images that are read. */
  public RunOptions verifying() {
    return new RunOptions(runId, resume, stop, program, true);
  }

  /**
   * @throws CatwalkException (usage) when the run id cannot be a folder's name on every file system
   */
  public RunOptions {
    if (runId.filter(id -> !VALID.matcher(id).matches()).isPresent()) {
      throw CatwalkException.usage(
          (resume ? "--resume " : "--run-id ")
              + runId.get()
              + ": expected 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit");
    }
  }
}
