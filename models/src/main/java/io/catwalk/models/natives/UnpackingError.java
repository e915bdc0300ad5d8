package io.catwalk.models.natives;

/** Packed libraries that cannot be unpacked; the message is one line and tells what mends it. */
public final class UnpackingError extends UnsatisfiedLinkError {

  private static final long serialVersionUID = 1L;

  UnpackingError(String message) {
    super(message);
  }
}
