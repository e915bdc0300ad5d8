package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.cuda.driver.Launch;
import io.catwalk.models.engine.cuda.driver.Slot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Launches in order, and the scratch memory that they share. */
final class Tape {

  private static final long ALIGNMENT = 256;

  private final List<Launch> launches = new ArrayList<>();
  private final Set<Slot> scratch = new LinkedHashSet<>();

  void add(Launch launch) {
    int index = launches.size();
    for (Slot slot : launch.arguments().slots()) {
      if (launch.branch() == Launch.Branch.ASIDE) {
        slot.usedToTheEnd(index);
      } else {
        slot.usedFrom(index);
      }
      if (!slot.isPlaced()) {
        scratch.add(slot);
      }
    }
    launches.add(launch);
  }

  /** Reads or writes it from outside, before the first launch and after the last. */
  void keep(Slot slot) {
    slot.usedToTheEnd(0);
    scratch.add(slot);
  }

  List<Launch> launches() {
    return launches;
  }

  List<String> kernels() {
    return launches.stream().map(Launch::kernel).distinct().toList();
  }

  /**
   * Gives every scratch slot an offset such that no two that are needed at the same time overlap.
   *
   * @return bytes that all take together
   */
  long place() {
    List<Slot> placed = new ArrayList<>();
    long end = 0;
    List<Slot> all = new ArrayList<>(scratch);
    all.sort(Comparator.comparingLong(Slot::bytes).reversed());
    for (Slot slot : all) {
      long at = 0;
      placed.sort(Comparator.comparingLong(Slot::address));
      for (Slot other : placed) {
        if (other.overlaps(slot)
            && at < other.address() + aligned(other)
            && other.address() < at + aligned(slot)) {
          at = other.address() + aligned(other);
        }
      }
      slot.place(at);
      placed.add(slot);
      end = Math.max(end, at + aligned(slot));
    }
    return end;
  }

  /** Moves all scratch slots there. */
  void moveTo(long address) {
    scratch.forEach(slot -> slot.place(address + slot.address()));
  }

  private static long aligned(Slot slot) {
    return (slot.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
