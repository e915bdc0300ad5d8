package io.catwalk.models.engine.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The structure that a kernel takes, field by field in the order in which CUDA C declares it, laid
 * out as C does: each field aligned to its size.
 */
public final class Arguments {

  private final List<Object> fields = new ArrayList<>();

  public Arguments place(Slot.Place place) {
    fields.add(place);
    return this;
  }

  public Arguments place(Slot slot) {
    return place(slot.start());
  }

  /** A null pointer where there is none. */
  public Arguments place(Optional<Slot.Place> place) {
    fields.add(place.isPresent() ? place.get() : 0L);
    return this;
  }

  public Arguments none() {
    fields.add(0L);
    return this;
  }

  Arguments wide(long number) {
    fields.add(number);
    return this;
  }

  public Arguments integers(int... numbers) {
    for (int number : numbers) {
      fields.add(number);
    }
    return this;
  }

  public Arguments floats(double... numbers) {
    for (double number : numbers) {
      fields.add((float) number);
    }
    return this;
  }

  /** The slots that it points to. */
  public List<Slot> slots() {
    return fields.stream()
        .filter(Slot.Place.class::isInstance)
        .map(field -> ((Slot.Place) field).slot())
        .toList();
  }

  /** As the device reads it, once all slots are placed. */
  public byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(8 * fields.size() + 8).order(ByteOrder.LITTLE_ENDIAN);
    for (Object field : fields) {
      if (field instanceof Integer number) {
        bytes.putInt(number);
      } else if (field instanceof Float number) {
        bytes.putFloat(number);
      } else {
        align(bytes);
        bytes.putLong(field instanceof Slot.Place place ? place.address() : (Long) field);
      }
    }
    align(bytes);
    byte[] used = new byte[bytes.position()];
    bytes.flip();
    bytes.get(used);
    return used;
  }

  private static void align(ByteBuffer bytes) {
    bytes.position((bytes.position() + 7) / 8 * 8);
  }
}
