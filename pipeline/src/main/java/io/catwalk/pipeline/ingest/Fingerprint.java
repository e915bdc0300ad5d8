package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.ingest.decode.ImageDecoder;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells whether the same files would be read with the same settings, from the listing alone. */
final class Fingerprint {

  /** Of the rules by which files are listed and their paths are read. */
  private static final int LISTING_REVISION = 2;

  private Fingerprint() {}

  /**
   * @param lists the files of the source, and those of the split table where there is one
   * @param tables key → SHA-256 of the table of wrong labels that it names
   * @return 32 hex digits
   */
  static String of(List<List<SourceFile>> lists, DatasetConfig config, Map<String, String> tables) {
    MessageDigest digest = Digests.sha256();
    settings(config).forEach((key, value) -> add(digest, key, value));
    // What is listed and how paths are read may change with Catwalk: the source is then listed
    // anew.
    add(digest, "listing.revision", Integer.toString(LISTING_REVISION));
    add(
        digest,
        "budget",
        config.maxQuarantinePercent() + " " + config.maxClassQuarantinePercent(),
        Double.toString(config.maxConflictPercent()));
    if (!config.zipEncoding().isEmpty()) {
      add(digest, "zip-encoding", config.zipEncoding());
    }
    new TreeMap<>(tables).forEach((key, sha256) -> add(digest, key, sha256));
    for (List<SourceFile> files : lists) {
      for (SourceFile file : files) {
        add(digest, file.uri(), file.path(), file.length() + " " + file.modified());
      }
    }
    return Digests.hex(digest.digest()).substring(0, 32);
  }

  private static void add(MessageDigest digest, String... texts) {
    for (String text : texts) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
  }

  /** The settings that the content depends on, by their keys. */
  static Map<String, String> settings(DatasetConfig config) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("decoder.revision", Integer.toString(ImageDecoder.REVISION));
    settings.put("data.format", config.format().name());
    // Where there is none, manifests are as they were before there were such tables.
    if (!config.corrections().exclude().isEmpty()) {
      settings.put("data.exclude", Secrets.in(config.corrections().exclude()));
    }
    if (!config.corrections().relabel().isEmpty()) {
      settings.put("data.relabel", Secrets.in(config.corrections().relabel()));
    }
    settings.put("data.split", config.split().name());
    settings.put("data.split-file", config.splitFile());
    settings.put("data.validation-percent", Double.toString(config.validationPercent()));
    settings.put("data.test-percent", Double.toString(config.testPercent()));
    settings.put("data.limit", Long.toString(config.limit()));
    settings.put("data.seed", Long.toString(config.seed()));
    settings.put("data.shape", config.shape().toString());
    settings.put("data.resize", config.resize().name());
    settings.put("data.classes", String.join("\n", config.classes()));
    settings.put("data.max-megapixels", Integer.toString(config.maxMegapixels()));
    return settings;
  }
}
