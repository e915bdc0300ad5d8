package io.catwalk.pipeline.train.exchange;

import io.catwalk.pipeline.CatwalkException;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.util.JavaUtils;

/** Spark's own limit of what one job may bring to the driver. */
public final class MaxResultSize {

  static final String KEY = "spark.driver.maxResultSize";

  private static final String SPARKS_DEFAULT = "1g";

  private MaxResultSize() {}

  /**
   * @param bytes that every round will bring
   * @throws CatwalkException (usage) where they are too many: Spark would say so in the middle of a
   *     training
   */
  public static void check(JavaSparkContext spark, long bytes) {
    String set = spark.getConf().get(KEY, SPARKS_DEFAULT);
    long most = JavaUtils.byteStringAsBytes(set);
    // What Java's serialisation and the reports add.
    long needed = bytes + bytes / 50 + (1 << 20);
    if (most > 0 && needed > most) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "%s = %s, but an averaging round brings %,d MiB to the driver; expected 0 (no limit) or at least %dm",
              KEY,
              set,
              bytes >> 20,
              (needed >> 20) + 1));
    }
  }
}
