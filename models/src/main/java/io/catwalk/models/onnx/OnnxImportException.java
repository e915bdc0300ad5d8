package io.catwalk.models.onnx;

/**
 * A file that no network can be made of. The message is one line: the node, the tensor or the part
 * of the file, what is wrong with it, and what would be right.
 */
public final class OnnxImportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST_NAME = 100;

  OnnxImportException(String message) {
    super(message);
  }

  OnnxImportException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A name from outside, fit for a line of a terminal, cut where it is long. */
  static String shown(String name) {
    String shown = name.replaceAll("\\p{C}", "?");
    return shown.length() <= LONGEST_NAME ? shown : shown.substring(0, LONGEST_NAME) + "…";
  }
}
