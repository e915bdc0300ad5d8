package io.catwalk.pipeline.cli.console;

import io.catwalk.models.natives.UnpackingError;
import io.catwalk.pipeline.spark.MemoryFailure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * Recognises failures of Spark, Hadoop and the network that reach the command line as they were
 * thrown. They are known by name, so that nothing of Spark need be loaded.
 */
final class ClusterFailures {

  private static final List<Class<?>> NETWORK =
      List.of(
          ConnectException.class,
          NoRouteToHostException.class,
          SocketTimeoutException.class,
          UnknownHostException.class);

  private static final List<String> HADOOP =
      List.of(
          "org.apache.hadoop.hdfs.server.namenode.SafeModeException",
          "org.apache.hadoop.ipc.RetriableException",
          "org.apache.hadoop.ipc.StandbyException",
          "org.apache.hadoop.security.AccessControlException");

  /** What Spark says when it is the cluster that failed, not the code that ran there. */
  private static final List<String> SPARK =
      List.of(
          "master url",
          "external scheduler cannot be instantiated",
          "all masters are unresponsive",
          "sparkcontext was shut down",
          "stopped sparkcontext",
          "executorlostfailure",
          "yarn application has already ended");

  private static final List<String> PROVIDED =
      List.of("org/apache/spark/", "org/apache/hadoop/", "scala/", "com/fasterxml/jackson/");

  /** What JavaCPP says where none of the folders that it tries can be written. */
  private static final String NO_CACHE = "Could not create the cache";

  private ClusterFailures() {}

  /** One line for the user; empty when this is no failure of a cluster. */
  static Optional<String> recognise(Throwable failure) {
    return MemoryFailure.among(failure)
        .map(MemoryFailure::line)
        .or(
            () ->
                ExceptionUtils.getThrowableList(failure).stream()
                    .map(ClusterFailures::describe)
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private static Optional<String> describe(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    if (NETWORK.stream().anyMatch(type -> type.isInstance(cause))) {
      return Optional.of(
          "cannot reach the cluster: " + cause.getClass().getSimpleName() + ": " + message);
    }
    if (HADOOP.contains(cause.getClass().getName())) {
      return Optional.of("the storage refuses: " + message);
    }
    if (cause instanceof UnpackingError) {
      return Optional.of(message);
    }
    if (cause instanceof UnsatisfiedLinkError && message.contains(NO_CACHE)) {
      return Optional.of(
          "native libraries cannot be unpacked: none of org.bytedeco.javacpp.cachedir, the user's home and java.io.tmpdir is a"
              + " folder that can be written; -Dorg.bytedeco.javacpp.cachedir=/path (for the driver by JAVA_TOOL_OPTIONS) names one");
    }
    if (cause instanceof NoClassDefFoundError && PROVIDED.stream().anyMatch(message::startsWith)) {
      return Optional.of(
          "Spark is not on the class path: start catwalk by submit/catwalk or spark-submit");
    }
    if ((cause.getClass().getName().startsWith("org.apache.spark.")
            || cause instanceof IllegalStateException)
        && SPARK.stream()
            .anyMatch(String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT)::contains)) {
      return Optional.of("Spark failed: " + message);
    }
    return Optional.empty();
  }
}
