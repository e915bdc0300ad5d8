package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.storage.StorageTrial;
import java.util.ArrayList;
import java.util.List;

/** Whether executors see the storage and the images. */
final class SightCheck implements Check {

  static final String NAME = "data";

  @Override
  public List<Finding> of(ClusterFacts cluster) {
    List<Finding> findings = new ArrayList<>();
    for (ProcessFacts executor : cluster.executors()) {
      for (String failure : executor.unreadable()) {
        findings.add(
            Finding.error(
                failure.contains(StorageTrial.MARK) ? StorageCheck.NAME : NAME,
                executor.name() + " cannot read " + failure,
                "executors read the images and write the dataset by themselves; what the driver sees is not enough",
                "put storage.root and data.source where every machine sees the same: hdfs://, or a folder that is mounted everywhere with read access"));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              NAME,
              VersionCheck.count(cluster.executors().size())
                  + " read what the driver has written"));
    }
    return findings;
  }
}
