package io.catwalk.pipeline.run;

import static scala.util.Properties.versionNumberString;

import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.spark.EngineSurvey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Properties;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where a run ran.
 *
 * @param host name of the driver's machine
 * @param os its operating system and architecture
 * @param cores of the driver's machine
 * @param java version and vendor
 * @param spark version of the Spark that ran
 * @param scala version of its Scala
 * @param hadoop version of the Hadoop client
 * @param sparkMaster master URL
 * @param applicationId as Spark's UI and history server know it
 * @param parallelism Spark's default: the cores of all executors
 * @param engine what computes on the executors, with version and instruction set; more than one
 *     where they differ
 * @param nd4jBackend for example {@code CPU}
 * @param blas for example {@code OPENBLAS}
 */
public record RunEnvironment(
    String host,
    String os,
    int cores,
    String java,
    String spark,
    String scala,
    String hadoop,
    String sparkMaster,
    String applicationId,
    int parallelism,
    List<String> engine,
    String nd4jBackend,
    String blas) {

  static RunEnvironment of(SparkSession session, ComputeConfig compute) {
    Properties nd4j = Nd4j.getExecutioner().getEnvironmentInformation();
    return new RunEnvironment(
        hostName(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
        session.version(),
        versionNumberString(),
        VersionInfo.getVersion(),
        session.sparkContext().master(),
        session.sparkContext().applicationId(),
        session.sparkContext().defaultParallelism(),
        EngineSurvey.of(session, compute),
        String.valueOf(nd4j.get("backend")),
        String.valueOf(nd4j.get("blas.vendor")));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
