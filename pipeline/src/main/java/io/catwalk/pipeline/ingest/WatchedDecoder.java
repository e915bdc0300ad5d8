package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.ingest.decode.ApartDecoder;
import io.catwalk.pipeline.ingest.decode.Decoders;
import io.catwalk.pipeline.ingest.decode.LargeImages;
import io.catwalk.pipeline.ingest.decode.PixelDecoder;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.format.ImageHeader;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task's decoder. It notes which image it is on; what may have ended a process before is decoded
 * in a process of its own: an image that a dead process has noted and those behind it, and every
 * image where an earlier attempt of the task failed, whose notes may lie on another machine. Not
 * thread-safe.
 */
final class WatchedDecoder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedDecoder.class);

  private final Decoders decoders;
  private final ApartDecoder apart;
  private final DecodeNote note;
  private PixelDecoder decoder;
  private boolean careful;

  /**
   * @param careful decode nothing in this process
   */
  WatchedDecoder(Decoders decoders, DecodeNote note, boolean careful) {
    this.decoders = decoders;
    this.decoder = decoders.open();
    this.apart = new ApartDecoder(decoders);
    this.note = note;
    this.careful = careful;
  }

  /**
   * @param file the bytes of the image
   */
  DecodedPixels decode(SourceImage image, byte[] file) throws BadImageException {
    String name = image.container().origin(image.entry()) + " " + image.path();
    if (!careful && note.suspects(name)) {
      LOG.warn("a process died while it decoded {}; this one leaves it to another", name);
      careful = true;
    }
    if (careful) {
      try {
        return apart.decode(file);
      } catch (IOException e) {
        careful = false;
        LOG.warn("{}; going on in this one", e.getMessage());
      }
    }
    note.on(name);
    try {
      return decoder.decode(file);
    } catch (OutOfMemoryError e) {
      decoder.close(); // whatever it was about to allocate
      decoder = decoders.open();
      throw LargeImages.blame(e, Math.max(file.length, pixels(file)));
    }
  }

  private static long pixels(byte[] file) {
    try {
      return ImageHeader.read(file).pixels();
    } catch (BadImageException e) {
      return 0;
    }
  }

  /** As {@link PixelDecoder#resize}: no decoder is at work there. */
  DecodedPixels resize(byte[] grey, int width, int height) {
    return decoder.resize(grey, width, height);
  }

  @Override
  public void close() {
    decoder.close();
    apart.close();
    note.close();
  }
}
