package io.catwalk.pipeline.doctor;

import java.util.Arrays;
import java.util.List;

/** Spark's serialiser of data. */
final class SerialiserCheck implements Check {

  static final String NAME = "serialiser";
  private static final String KEY = "spark.serializer";
  private static final String USUAL = "org.apache.spark.serializer.JavaSerializer";
  private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";
  private static final String REGISTRATOR = "org.nd4j.kryo.Nd4jRegistrator";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    String serialiser = cluster.setting(KEY, USUAL);
    if (!serialiser.equals(KRYO)) {
      return List.of(Finding.ok(NAME, KEY + " = " + serialiser));
    }
    String registrators = cluster.setting("spark.kryo.registrator", "");
    boolean registered = Arrays.asList(registrators.split("\\s*,\\s*")).contains(REGISTRATOR);
    return List.of(
        Finding.error(
            NAME,
            KEY
                + " = "
                + KRYO
                + (registered ? "" : " without spark.kryo.registrator = " + REGISTRATOR),
            registered
                ? "Kryo cannot write the records that Catwalk's stages pass on"
                : "Kryo turns ND4J's arrays into null, and cannot write the records that Catwalk's stages pass on",
            "leave " + KEY + " at " + USUAL));
  }
}
