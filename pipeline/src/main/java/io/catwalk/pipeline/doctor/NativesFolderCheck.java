package io.catwalk.pipeline.doctor;

import java.util.List;
import java.util.Objects;

/** Whether each process can load native libraries at all. */
final class NativesFolderCheck implements Check {

  static final String NAME = "natives";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    return cluster.processes().stream()
        .filter(process -> Objects.nonNull(process.natives().objection()))
        .map(
            process ->
                Finding.error(
                    NAME,
                    process.name() + ": " + process.natives().objection(),
                    "snappy, zstd, OpenCV and libnd4j are such libraries, and every stage needs them",
                    "set cluster.spark.catwalk.natives.folder to a folder that is not mounted noexec, on every machine; or build for its platform (-Dnatives.platform)"))
        .toList();
  }
}
