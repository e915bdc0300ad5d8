package io.catwalk.pipeline.run;

import static scala.util.Properties.versionNumberString;

import io.catwalk.pipeline.spark.NativeBinary;
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
 * @param nd4jBackend for example {@code CPU}
 * @param nd4jBinary the build of libnd4j that the driver loaded, for example {@code -onednn-avx2};
 *     absent where it cannot be told
 * @param executorBinaries the builds that executors loaded; empty where it cannot be told
 * @param blas for example {@code OPENBLAS}
 * @param openblasCoretype the kernel that was asked for; absent when OpenBLAS chose by itself
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
    String nd4jBackend,
    String nd4jBinary,
    List<String> executorBinaries,
    String blas,
    String openblasCoretype) {

  static RunEnvironment of(SparkSession session) {
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
        String.valueOf(nd4j.get("backend")),
        NativeBinary.loaded().map(NativeBinary::extension).orElse(null),
        NativeBinary.onExecutors(session),
        String.valueOf(nd4j.get("blas.vendor")),
        System.getenv("OPENBLAS_CORETYPE"));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
