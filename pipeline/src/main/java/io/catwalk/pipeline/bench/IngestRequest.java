package io.catwalk.pipeline.bench;

import io.catwalk.models.ImageShape;
import java.nio.file.Path;

/**
 * What to measure of ingest.
 *
 * @param source a folder or archive of images
 * @param shape what each becomes
 * @param pillow a Python interpreter that has Pillow; null takes the system's where it has it
 * @param pace how long; a step is one pass over all images
 */
public record IngestRequest(Path source, ImageShape shape, String pillow, Pace pace) {}
