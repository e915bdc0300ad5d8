package io.catwalk.models.engine.cpu;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;

/** The memories that a primitive works on, by oneDNN's numbers of them. */
final class Arguments {

  private final IntMemoryMap map = new IntMemoryMap();

  /** The map knows them only natively. */
  private final List<memory> kept = new ArrayList<>();

  static Arguments of(int argument, memory memory) {
    return new Arguments().and(argument, memory);
  }

  Arguments and(int argument, memory memory) {
    map.put(argument, memory);
    kept.add(memory);
    return this;
  }

  IntMemoryMap map() {
    return map;
  }
}
