package io.catwalk.pipeline.ingest.decode;

import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Decodes in a process of its own, so that a file that ends its decoder's process ends nothing
 * else. It takes the time of a start, and some of copying; each file is tried in at most two
 * processes, each time for at most a minute.
 */
public final class ApartDecoder implements AutoCloseable {

  /** Once may be another's fault: memory that ran out, a system that ends processes. */
  private static final int DEATHS = 2;

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Decoders decoders;
  private final Duration limit;
  private DecodeProcess process;

  public ApartDecoder(Decoders decoders) {
    this(decoders, LIMIT);
  }

  /**
   * @param limit for one file
   */
  public ApartDecoder(Decoders decoders, Duration limit) {
    this.decoders = decoders;
    this.limit = limit;
  }

  /**
   * As {@link PixelDecoder#decode}.
   *
   * @throws BadImageException (crashed) as well when the file has ended its process twice
   * @throws IOException when no such process can be started here
   */
  public DecodedPixels decode(byte[] file) throws BadImageException, IOException {
    String ended = "";
    for (int death = 0; death < DEATHS; death++) {
      if (process == null) {
        process = DecodeProcess.start(decoders.program());
      }
      try {
        return process.decode(file, limit);
      } catch (DecodeProcess.EndedException e) {
        ended = e.getMessage();
        close();
      }
    }
    throw new BadImageException(
        QuarantineReason.CRASHED,
        String.format(Locale.ROOT, "ended its decoder's process %d times: %s", DEATHS, ended));
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
