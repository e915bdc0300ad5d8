package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.dataset.QuarantineReason;
import java.io.Serializable;

/**
 * An image that was left out: a row of {@code quarantine.parquet}.
 *
 * @param path relative to the source
 * @param className its class; empty where it is not known
 * @param reason why
 * @param detail what was found, in a few words
 * @param bytes length of its file
 */
public record QuarantinedImage(
    String path, String className, QuarantineReason reason, String detail, long bytes)
    implements Serializable {}
