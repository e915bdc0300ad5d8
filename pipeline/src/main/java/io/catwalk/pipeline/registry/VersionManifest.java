package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.StoredDocument;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a version is: {@code version.json} beside its files, none of which ever changes.
 *
 * @param schemaVersion of this document
 * @param registry name of the registry
 * @param version {@code v0001} and so on
 * @param createdAt ISO-8601, UTC
 * @param origin where it comes from
 * @param files name → size and checksum of every other file
 */
public record VersionManifest(
    int schemaVersion,
    String registry,
    String version,
    String createdAt,
    Origin origin,
    SortedMap<String, FileFacts> files)
    implements StoredDocument {

  /** The schema that this code writes. */
  public static final int SCHEMA_VERSION = 1;

  /** The model's file. */
  public static final String MODEL = "model.zip";

  /** The verdict's file; absent where nobody judged. */
  public static final String BLESSING = "blessing.json";

  static final String FILE = "version.json";

  public VersionManifest {
    files = new TreeMap<>(files);
  }

  /**
   * @param network its name in the catalog
   * @param runId of the run that trained it
   * @param dataset {@code name@version} that it was trained on
   * @param holdout {@code name@version} that it was judged on
   * @param judgedBy id of the run that holds its predictions of the holdout
   * @param parent version whose weights it started from; null where it started from none
   * @param blessed whether it was found better than its champion
   */
  public record Origin(
      String network,
      String runId,
      String dataset,
      String holdout,
      String judgedBy,
      String parent,
      boolean blessed) {}

  /**
   * @param bytes length
   * @param sha256 of the content, hex
   */
  public record FileFacts(long bytes, String sha256) {}
}
