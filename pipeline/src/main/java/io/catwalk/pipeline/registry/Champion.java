package io.catwalk.pipeline.registry;

import io.catwalk.pipeline.StoredDocument;

/**
 * The version that is to be used: {@code champion.json}.
 *
 * @param schemaVersion of this document
 * @param registry name of the registry
 * @param network its name in the catalog
 * @param version of the registry
 * @param runId of the run that trained it
 * @param modelFile full URI of its {@code model.zip}
 * @param modelSha256 of that file
 * @param dataset {@code name@version} that it was trained on
 * @param holdout {@code name@version} that it was judged on
 * @param since ISO-8601, UTC
 * @param auditLine number of the audit line that made it the champion
 */
public record Champion(
    int schemaVersion,
    String registry,
    String network,
    String version,
    String runId,
    String modelFile,
    String modelSha256,
    String dataset,
    String holdout,
    String since,
    long auditLine)
    implements StoredDocument {

  /** The schema that this code writes. */
  public static final int SCHEMA_VERSION = 1;

  /** The document's name in a registry's folder. */
  public static final String FILE = "champion.json";
}
