package io.catwalk.models.engine.cuda;

/**
 * A piece of device memory that launches read and write. Scratch slots are placed once it is known
 * from which to which launch each is used; the others have their address from the start.
 */
final class Slot {

  private final long bytes;
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private long address;
  private boolean placed;

  private Slot(long bytes) {
    this.bytes = bytes;
  }

  /** To be placed later. */
  static Slot scratch(long bytes) {
    return new Slot(Math.max(bytes, 4));
  }

  /** That lies there. */
  static Slot at(long address, long bytes) {
    Slot slot = new Slot(bytes);
    slot.place(address);
    return slot;
  }

  long bytes() {
    return bytes;
  }

  /** The whole of it, as an argument. */
  Place start() {
    return new Place(this, 0);
  }

  /** From this number (of 4 bytes) on. */
  Place from(long number) {
    return new Place(this, 4 * number);
  }

  void usedFrom(int launch) {
    first = Math.min(first, launch);
    last = Math.max(last, launch);
  }

  /** Until the end, whatever comes between. */
  void usedToTheEnd(int launch) {
    first = Math.min(first, launch);
    last = Integer.MAX_VALUE;
  }

  int first() {
    return first;
  }

  boolean isPlaced() {
    return placed;
  }

  /** Whether both are needed at the same time. */
  boolean overlaps(Slot other) {
    return first <= other.last && other.first <= last;
  }

  void place(long where) {
    address = where;
    placed = true;
  }

  long address() {
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
  record Place(Slot slot, long offset) {

    long address() {
      return slot.address() + offset;
    }
  }
}
