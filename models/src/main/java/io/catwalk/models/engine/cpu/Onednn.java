package io.catwalk.models.engine.cpu;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * oneDNN's engine and stream, memory and calls. What is native belongs to the {@link PointerScope}
 * that is open while it is made.
 */
final class Onednn {

  private static final memory.format_tag[] PLAIN = {
    memory.format_tag.undef,
    memory.format_tag.a,
    memory.format_tag.ab,
    memory.format_tag.abc,
    memory.format_tag.abcd
  };

  private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
  private final stream stream = new stream(engine);

  engine engine() {
    return engine;
  }

  /** Whatever layout an operation likes. */
  static memory.desc any(long... sizes) {
    return new memory.desc(sizes, memory.data_type.f32, memory.format_tag.any);
  }

  /** Contiguous, the last dimension changing fastest. */
  static memory.desc plain(long... sizes) {
    return new memory.desc(sizes, memory.data_type.f32, PLAIN[sizes.length]);
  }

  /** The same sizes in the plain layout. */
  static memory.desc plain(memory.desc of) {
    long[] sizes = new long[of.get_ndims()];
    of.get_dims().get(sizes);
    return plain(sizes);
  }

  /** The same maps in blocks of as many channels as a vector holds. */
  static memory.desc blocked(memory.desc of) {
    long[] sizes = new long[of.get_ndims()];
    of.get_dims().get(sizes);
    boolean wide = dnnl.get_effective_cpu_isa().intern().name().startsWith("avx512");
    return new memory.desc(
        sizes, memory.data_type.f32, wide ? memory.format_tag.nChw16c : memory.format_tag.nChw8c);
  }

  /** No memory: what oneDNN takes for a bias that there is none of. */
  static memory.desc none() {
    return new memory.desc();
  }

  /** New memory, of zeros. */
  memory memory(memory.desc description) {
    memory made = new memory(description, engine);
    floats(made).zero();
    return made;
  }

  /** Numbers that lie somewhere already, in the plain layout. */
  memory view(FloatPointer numbers, long... sizes) {
    return new memory(plain(sizes), engine, numbers);
  }

  /** The same numbers with other sizes; both plain. */
  memory view(memory of, long... sizes) {
    return new memory(plain(sizes), engine, of.get_data_handle());
  }

  /** All numbers of a memory as they lie, padding of blocked layouts among them. */
  static FloatPointer floats(memory of) {
    return new FloatPointer(of.get_data_handle()).capacity(of.get_desc().get_size() / Float.BYTES);
  }

  static boolean isPlain(memory.desc description) {
    return description.equals(plain(description));
  }

  /** A primitive with its arguments. */
  Call call(primitive primitive, Arguments arguments) {
    return new PrimitiveCall(primitive, stream, arguments.map(), arguments);
  }

  private record PrimitiveCall(primitive primitive, stream stream, IntMemoryMap map, Arguments kept)
      implements Call {
    @Override
    public void run() {
      primitive.execute(stream, map);
    }
  }

  /** Version and instruction set. */
  static String description() {
    var version = dnnl.dnnl_version();
    return "oneDNN "
        + version.major()
        + "."
        + version.minor()
        + "."
        + version.patch()
        + ", "
        + dnnl.get_effective_cpu_isa().intern()
        + ", FP32";
  }

  /** Makes native libraries load now. */
  static void load() {
    Loader.load(dnnl.class);
  }

  /** Copies without an array between. */
  static void copy(Pointer from, Pointer to, long bytes) {
    Pointer.memcpy(to, from, bytes);
  }
}
