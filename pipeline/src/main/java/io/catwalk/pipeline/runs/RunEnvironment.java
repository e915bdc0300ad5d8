package io.catwalk.pipeline.runs;

import java.util.List;

/**
 * Where a run ran. Runs of older versions lack some of it, which is null then.
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
    Integer cores,
    String java,
    String spark,
    String scala,
    String hadoop,
    String sparkMaster,
    String applicationId,
    Integer parallelism,
    List<String> engine,
    String nd4jBackend,
    String blas) {}
