package io.catwalk.models.engine;

/** A device that cannot be used; the message is one line for a user and tells what mends it. */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DeviceException(String message) {
    super(message);
  }

  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
