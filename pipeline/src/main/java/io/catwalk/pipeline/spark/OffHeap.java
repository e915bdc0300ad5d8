package io.catwalk.pipeline.spark;

import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * Memory outside the heap, where arrays lie. JavaCPP counts it and stops a process that takes more,
 * with an error that names it; without limits the cluster manager kills the process in silence.
 */
final class OffHeap {

  /** Of Java itself: threads, code, buffers. */
  private static final long JAVA_MEGABYTES = 384;

  private static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";
  private static final String LIMIT = "-Dorg.bytedeco.javacpp.maxbytes=";

  private OffHeap() {}

  /**
   * Limits each executor, and has its container made that much larger.
   *
   * @param size such as 4g; empty leaves JavaCPP's own limit, which is the heap's size
   */
  static void limit(SparkConf conf, String size) {
    if (size.isEmpty() || conf.get(JAVA_OPTIONS, "").contains(LIMIT)) {
      return;
    }
    long offHeap = JavaUtils.byteStringAsMb(size);
    long heap = JavaUtils.byteStringAsMb(conf.get("spark.executor.memory", "1g"));
    String limits =
        String.format(
            Locale.ROOT,
            "%s%dm -Dorg.bytedeco.javacpp.maxphysicalbytes=%dm",
            LIMIT,
            offHeap,
            heap + offHeap + JAVA_MEGABYTES);
    conf.set(JAVA_OPTIONS, (conf.get(JAVA_OPTIONS, "") + " " + limits).strip());
    conf.setIfMissing("spark.executor.memoryOverhead", offHeap + JAVA_MEGABYTES + "m");
  }
}
