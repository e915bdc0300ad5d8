package io.catwalk.models.blocks;

/** A block that does not fit what the blocks before it leave. */
public final class MisfitException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int index;
  private final String reason;

  MisfitException(int index, Block block, String reason) {
    super("layer " + index + " (" + block.kind() + ") does not fit: " + reason);
    this.index = index;
    this.reason = reason;
  }

  /** Position of the first block that does not fit, 0-based. */
  public int index() {
    return index;
  }

  /** What is wrong with it, with the numbers. */
  public String reason() {
    return reason;
  }
}
