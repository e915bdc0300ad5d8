package io.catwalk.models.engine.cuda.driver;

/**
 * A piece of device memory that launches read and write. Scratch slots are placed once it is known
 * from which to which launch each is used; the others have their address from the start.
 */
public final class Slot {

  private final long bytes;
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private long address;
  private boolean placed;

  private Slot(long bytes) {
    this.bytes = bytes;
  }

  /** To be placed later. */
  public static Slot scratch(long bytes) {
    return new Slot(Math.max(bytes, 4));
  }

  /** That lies there. */
  public static Slot at(long address, long bytes) {
    Slot slot = new Slot(bytes);
    slot.place(address);
    return slot;
  }

  public long bytes() {
    return bytes;
  }

  /** The whole of it, as an argument. */
  public Place start() {
    return new Place(this, 0);
  }

  /** From this number (of 4 bytes) on. */
  public Place from(long number) {
    return new Place(this, 4 * number);
  }

  public void usedFrom(int launch) {
    first = Math.min(first, launch);
    last = Math.max(last, launch);
  }

  /** Until the end, whatever comes between. */
  public void usedToTheEnd(int launch) {
    first = Math.min(first, launch);
    last = Integer.MAX_VALUE;
  }

  int first() {
    return first;
  }

  public boolean isPlaced() {
    return placed;
  }

  /** Whether both are needed at the same time. */
  public boolean overlaps(Slot other) {
    return first <= other.last && other.first <= last;
  }

  public void place(long where) {
    address = where;
    placed = true;
  }

  public long address() {
    if (!placed) {
      throw new IllegalStateException("a slot of " + bytes + " bytes was never placed");
    }
    return address;
  }

  /**
   * A position in a slot.
   *
   * @param slot it lies in
   * @param offset in bytes from the slot's start
   */
  public record Place(Slot slot, long offset) {

    long address() {
      return slot.address() + offset;
    }
  }
}
