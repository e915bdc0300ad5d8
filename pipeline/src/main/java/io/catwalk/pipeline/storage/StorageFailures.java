package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.storage.placing.NoExclusionException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.security.AccessControlException;

/** Tells a storage that refuses for a while from a failure that waiting does not mend. */
public final class StorageFailures {

  /** An executor's exception reaches the driver as text alone. */
  private static final Pattern ON_AN_EXECUTOR =
      Pattern.compile(
          "((?:java\\.io|java\\.net|org\\.apache\\.hadoop\\.[a-z.]+)\\.[\\w$.]*Exception(?:[^\\n(]*))");

  private StorageFailures() {}

  /** What the storage said, in one line; empty when something else failed or waiting is in vain. */
  public static Optional<String> recognise(Throwable failure) {
    String found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AccessControlException || cause instanceof NoExclusionException) {
        return Optional.empty();
      }
      if (cause instanceof CatwalkException told && told.exitCode() != ExitCode.CLUSTER) {
        return Optional.empty();
      }
      found = found != null ? found : line(cause);
    }
    return Optional.ofNullable(found);
  }

  private static String line(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof CatwalkException) {
      return cause.getCause() instanceof IOException ? message : null;
    }
    if (cause instanceof IOException) {
      return cause.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
    }
    Matcher told = ON_AN_EXECUTOR.matcher(message);
    return told.find() ? told.group(1).strip() : null;
  }
}
