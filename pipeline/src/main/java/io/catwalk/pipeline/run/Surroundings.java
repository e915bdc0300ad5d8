package io.catwalk.pipeline.run;

import static scala.util.Properties.versionNumberString;

import io.catwalk.pipeline.config.ComputeConfig;
import io.catwalk.pipeline.runs.RunEnvironment;
import io.catwalk.pipeline.spark.EngineSurvey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Properties;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.factory.Nd4j;

/** Finds out where this process and its executors run. */
final class Surroundings {

  private Surroundings() {}

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
