package io.catwalk.pipeline.spark;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.config.ClusterConfig;
import io.catwalk.pipeline.storage.NetworkLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Option;
import scala.Tuple2;

/** The only place where Spark is started and stopped. */
public final class SparkSessions {

  private static final int CONNECT_MILLIS = 5000;

  private SparkSessions() {}

  /**
   * Starts Spark, or takes the session that runs in this JVM. The caller closes it.
   *
   * @param name of the application, as Spark's UI shows it
   * @throws CatwalkException (usage) for a master URL that Spark does not know and for Spark
   *     Connect, (cluster) for one that nobody answers
   */
  public static SparkSession open(ClusterConfig config, String name) {
    CrashDumps.forbid();
    SparkConf conf = new SparkConf().setAppName(name);
    if (!config.master().isEmpty()) {
      conf.setMaster(config.master());
    }
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.redaction.regex", Secrets.SETTINGS);
    conf.setIfMissing("spark.redaction.string.regex", Secrets.TEXTS);
    // An OpenMP pool larger than the task's one core makes all tasks slower.
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", conf.get("spark.task.cpus", "1"));
    // What the launcher chose holds for all.
    String tunables = System.getenv("GLIBC_TUNABLES");
    if (tunables != null) {
      conf.setIfMissing("spark.executorEnv.GLIBC_TUNABLES", tunables);
    }
    // Workers that no locale was given read names in ASCII; Java takes its charset from here.
    conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
    conf.set("spark.plugins", withOurs(conf.get("spark.plugins", "")));
    // Averaging waits for every worker anyway; a round that starts before the last executor is
    // there runs on too few. A standalone master knows how many to expect by spark.cores.max alone;
    // without it, training itself waits before it deals the examples out.
    conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    // Shards are few and fit a task; two hundred shuffle partitions would be two hundred empty
    // tasks.
    conf.setIfMissing("spark.sql.shuffle.partitions", "8");
    settleForAveraging(conf);
    NetworkLimits.settings()
        .forEach((key, value) -> conf.setIfMissing("spark.hadoop." + key, value));
    SilenceLimits.settle(conf);
    if (conf.get("spark.master").matches("local(\\[.*)?")) {
      // The executor is the driver: Spark would end it with 52 in the middle of telling why.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    config.spark().forEach(conf::set);
    GpuRequest.apply(config.accelerator(), conf, org.apache.spark.package$.MODULE$.SPARK_VERSION());
    ExecutorCollector.choose(conf);
    OffHeap.limit(conf, config.accelerator().offHeap());
    SparkConnect.objection(asked(conf))
        .ifPresent(
            objection -> {
              throw CatwalkException.usage(objection);
            });
    checkReachable(conf.get("spark.master"));
    NativesFolder.use(conf)
        .ifPresent(
            objection -> {
              throw CatwalkException.cluster(objection);
            });
    return supplied(start(conf, config.logLevel()), name);
  }

  private static SparkSession start(SparkConf conf, String logLevel) {
    try {
      SparkSession session = onceMore(() -> SparkSession.builder().config(conf).getOrCreate());
      session.sparkContext().setLogLevel(logLevel);
      QuietOutOfMemory.install();
      ExecutorCopies.attend(session.sparkContext());
      return session;
    } catch (RuntimeException e) {
      throw explained(conf.get("spark.master"), e);
    }
  }

  /**
   * Spark 4 attaches its pages while YARN's application master adds a filter to them, and a driver
   * that has bad luck ends there: the second one is another application.
   */
  static <T> T onceMore(Supplier<T> start) {
    try {
      return start.get();
    } catch (ConcurrentModificationException e) {
      return start.get();
    }
  }

  private static SparkSession supplied(SparkSession session, String name) {
    try {
      GpuSupply.await(JavaSparkContext.fromSparkContext(session.sparkContext()), 1, name);
      return session;
    } catch (CatwalkException e) {
      session.close();
      throw e;
    }
  }

  /**
   * How a driver that a cluster manager runs inside its own process ends in failure: the manager
   * takes the exit code from this.
   */
  public static Exception endOfDriver(int exitCode) {
    return ScalaBridge.endOfDriver(exitCode);
  }

  /** Stops Spark's log, where Spark runs in this JVM. */
  public static void silence() {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isDefined()) {
      session.get().sparkContext().setLogLevel("OFF");
    }
  }

  private static Map<String, String> asked(SparkConf conf) {
    return Arrays.stream(conf.getAll()).collect(Collectors.toMap(Tuple2::_1, Tuple2::_2));
  }

  private static void settleForAveraging(SparkConf conf) {
    // Reduce tasks follow the larger part of their input, which would put all workers of a small
    // dataset onto the one executor that read it.
    conf.setIfMissing("spark.shuffle.reduceLocality.enabled", "false");
    // Parameters are as good as random bits.
    conf.setIfMissing("spark.broadcast.compress", "false");
    // A round brings one model to the driver, however large; the limit guards against accidents
    // that our jobs cannot have.
    conf.setIfMissing("spark.driver.maxResultSize", "0");
  }

  private static String withOurs(String plugins) {
    String ours = NativesPlugin.class.getName();
    return plugins.isEmpty() ? ours : plugins + "," + ours;
  }

  /** Spark itself tries a silent minute before it gives up on a standalone master. */
  private static void checkReachable(String master) {
    if (!master.startsWith("spark://") || master.contains(",")) {
      return;
    }
    URI uri = uri(master);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
    } catch (IOException e) {
      throw CatwalkException.cluster(
          "Cannot reach the Spark master " + master + ": " + e.getMessage(), e);
    }
  }

  private static URI uri(String master) {
    try {
      URI uri = URI.create(master);
      if (uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below, as for a URI without a port.
    }
    throw CatwalkException.usage("--master " + master + ": expected spark://HOST:PORT");
  }

  static RuntimeException explained(String master, RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof SparkException)) {
      cause = cause.getCause();
    }
    String message =
        Objects.requireNonNullElse(cause.getMessage(), cause.toString())
            .lines()
            .findFirst()
            .orElse("");
    if (message.contains("Could not parse Master URL")) {
      return CatwalkException.usage(
          "--master " + master + ": expected local[N], spark://HOST:PORT, yarn or k8s://HOST:PORT");
    }
    if (master.startsWith("spark://") && message.contains("stopped SparkContext")) {
      // What is left of a minute's talk with a master that does not understand.
      message =
          String.format(
              Locale.ROOT,
              "it takes no applications of this driver; it must run Spark %s too (its page on port 8080 says which), and its log tells more",
              org.apache.spark.package$.MODULE$.SPARK_VERSION());
    }
    return CatwalkException.cluster("Cannot start Spark on " + master + ": " + message, e);
  }

  /** The settings that a Spark runs with, of which those of Hadoop have a prefix. */
  public static Map<String, String> settings(SparkSession spark) {
    return asked(spark.sparkContext().getConf());
  }
}
