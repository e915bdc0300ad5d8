package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.BuildInfo;
import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.dataset.DatasetGrowth;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import io.catwalk.pipeline.ingest.shard.IngestStatistics;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Puts together what a dataset says of itself. */
record ManifestBuilder(
    DatasetConfig config, LabelledImages images, String fingerprint, boolean synthetic) {

  private static final int VERSION_DIGITS = 16;

  /** Of the rows and of what made their pixels; where they came from and when plays no part. */
  String version(IngestStatistics statistics) {
    byte[] hash =
        Digests.sha256(
            Integer.toString(ImageDecoder.REVISION),
            config.shape().toString(),
            config.resize().name(),
            String.join("\n", images.classes()),
            Boolean.toString(synthetic),
            statistics.content());
    return Digests.hex(hash).substring(0, VERSION_DIGITS);
  }

  DatasetManifest build(
      IngestStatistics statistics,
      DatasetManifest.Duplicates duplicates,
      DatasetGrowth growth,
      SourceNotices notices) {
    int plane = config.shape().height() * config.shape().width();
    return new DatasetManifest(
        DatasetManifest.SCHEMA_VERSION,
        config.name(),
        version(statistics),
        images.classes(),
        config.shape(),
        config.resize().name().toLowerCase(Locale.ROOT),
        counts(statistics),
        statistics.mean(plane),
        statistics.standardDeviation(plane),
        Secrets.in(config.source()),
        images.format().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        fingerprint,
        synthetic,
        statistics.reasons(),
        duplicates,
        Fingerprint.settings(config),
        BuildInfo.read().version(),
        Instant.now().toString(),
        growth,
        notices);
  }

  private Map<String, Map<String, Long>> counts(IngestStatistics statistics) {
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      Map<String, Long> byClass = new LinkedHashMap<>();
      for (int label = 0; label < images.classes().size(); label++) {
        byClass.put(images.classes().get(label), statistics.good(split, label));
      }
      counts.put(split.id(), byClass);
    }
    return counts;
  }
}
