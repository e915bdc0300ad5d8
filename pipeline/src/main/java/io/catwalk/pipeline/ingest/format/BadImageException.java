package io.catwalk.pipeline.ingest.format;

import io.catwalk.pipeline.dataset.QuarantineReason;

/** One image that cannot become an example. It ends in quarantine and never ends the job. */
public final class BadImageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final QuarantineReason reason;

  /**
   * @param detail what was found, in a few words; some may be of the file itself, so that what is
   *     no printable character becomes a question mark
   */
  public BadImageException(QuarantineReason reason, String detail) {
    super(detail.replaceAll("\\p{C}", "?"), null, false, false);
    this.reason = reason;
  }

  public QuarantineReason reason() {
    return reason;
  }

  static BadImageException truncated(String detail) {
    return new BadImageException(QuarantineReason.TRUNCATED, detail);
  }

  public static BadImageException corrupt(String detail) {
    return new BadImageException(QuarantineReason.CORRUPT, detail);
  }

  static BadImageException unsupported(String detail) {
    return new BadImageException(QuarantineReason.UNSUPPORTED, detail);
  }
}
