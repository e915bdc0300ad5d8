package io.catwalk.pipeline.ingest.decode;

/**
 * An image in its final shape.
 *
 * @param values uint8, channels × height × width (CHW; red, green, blue)
 * @param sourceWidth upright columns before resizing
 * @param sourceHeight upright rows before resizing
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
public record DecodedPixels(byte[] values, int sourceWidth, int sourceHeight) {}
