package io.catwalk.pipeline.spark;

import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * The garbage collector of executors of one core. Java chooses by the machine's cores: on a large
 * one it starts threads that collect on the cores of the other executors, whose workers then come
 * late to the round. In a container of one core it chooses as this does.
 */
final class ExecutorCollector {

  private static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";
  private static final String DEFAULT_JAVA_OPTIONS = "spark.executor.defaultJavaOptions";
  private static final String CORES = "spark.executor.cores";
  private static final Pattern CHOSEN = Pattern.compile("-XX:\\+Use\\w+GC\\b");
  private static final Pattern LOCAL_CLUSTER_OF_ONE =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*1\\s*,.*");

  private ExecutorCollector() {}

  /** Unless the user chose one, or executors may have more cores. */
  static void choose(SparkConf conf) {
    String options = conf.get(JAVA_OPTIONS, "");
    if (ofOneCore(conf)
        && !CHOSEN.matcher(options).find()
        && !CHOSEN.matcher(conf.get(DEFAULT_JAVA_OPTIONS, "")).find()) {
      conf.set(JAVA_OPTIONS, (options + " -XX:+UseSerialGC").strip());
    }
  }

  /** A standalone master gives an executor all cores of its worker where nobody says how many. */
  private static boolean ofOneCore(SparkConf conf) {
    String master = conf.get("spark.master");
    if (master.startsWith("local")) {
      return LOCAL_CLUSTER_OF_ONE.matcher(master).matches();
    }
    String unsaid = master.startsWith("spark://") ? "" : "1";
    return conf.get(CORES, unsaid).strip().equals("1");
  }
}
