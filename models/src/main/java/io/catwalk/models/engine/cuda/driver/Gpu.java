package io.catwalk.models.engine.cuda.driver;

import static io.catwalk.models.engine.cuda.driver.CudaCalls.check;
import static io.catwalk.models.engine.cuda.driver.CudaCalls.checkDriver;

import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Precision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** One of NVIDIA's GPUs, by CUDA's runtime and driver. */
public final class Gpu implements Accelerator {

  private final int ordinal;
  private final GpuProperties properties;
  private final KernelCompiler compiler;
  private final CUstream_st stream = new CUstream_st();
  private final CUstream_st side = new CUstream_st();
  private final Map<Long, Long> sizes = new HashMap<>();
  private final List<CUmod_st> modules = new ArrayList<>();
  private final Map<String, CUfunc_st> kernels = new HashMap<>();

  /**
   * @param ordinal of the GPU among those that this process sees
   * @throws DeviceException where there is none
   */
  public Gpu(int ordinal, Precision precision) {
    this.ordinal = ordinal;
    use();
    properties = GpuProperties.of(ordinal);
    compiler =
        new KernelCompiler(
            properties.capability(), properties.compiler(), precision, KernelCache.ofUser());
    check(cudart.cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking), "make a stream");
    check(cudart.cudaStreamCreateWithFlags(side, cudart.cudaStreamNonBlocking), "make a stream");
  }

  /** How many this process sees; none where the driver finds none. */
  public static int count() {
    int[] count = new int[1];
    int status = cudart.cudaGetDeviceCount(count);
    if (status == cudart.cudaErrorNoDevice) {
      return 0;
    }
    check(status, "count GPUs");
    return count[0];
  }

  /** A session may have come to another thread. */
  private void use() {
    check(cudart.cudaSetDevice(ordinal), "use GPU " + ordinal);
  }

  @Override
  public String description() {
    return properties + ", " + compiler.precision();
  }

  @Override
  public long allocate(long bytes) {
    use();
    try (PointerPointer<Pointer> place = new PointerPointer<>(1L)) {
      int status = cudart.cudaMalloc(place, bytes);
      if (status == cudart.cudaErrorMemoryAllocation) {
        // Once it is told, the error is no longer the last one that the runtime knows.
        cudart.cudaGetLastError();
        throw new OutOfDeviceMemoryException(bytes, free());
      }
      check(status, "allocate " + bytes + " bytes");
      long address = place.get(Pointer.class, 0).address();
      sizes.put(address, bytes);
      clear(address, bytes);
      finish();
      return address;
    }
  }

  /** Bytes that the GPU has left. */
  public static long free() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer all = new SizeTPointer(1)) {
      check(cudart.cudaMemGetInfo(free, all), "ask for free memory");
      return free.get();
    }
  }

  @Override
  public void free(long address) {
    use();
    if (sizes.remove(address) != null) {
      check(cudart.cudaFree(new DeviceMemory(address)), "free memory");
    }
  }

  @Override
  public long allocated() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void copyIn(Pointer from, long to, long bytes) {
    use();
    check(
        cudart.cudaMemcpyAsync(
            new DeviceMemory(to), from, bytes, cudart.cudaMemcpyHostToDevice, stream),
        "copy to the GPU");
  }

  @Override
  public void copyOut(long from, Pointer to, long bytes) {
    use();
    check(
        cudart.cudaMemcpyAsync(
            to, new DeviceMemory(from), bytes, cudart.cudaMemcpyDeviceToHost, stream),
        "copy from the GPU");
    finish();
  }

  @Override
  public void clear(long address, long bytes) {
    use();
    check(cudart.cudaMemsetAsync(new DeviceMemory(address), 0, bytes, stream), "clear memory");
  }

  @Override
  public void compile(Collection<String> names) {
    use();
    List<String> missing =
        names.stream().filter(name -> !kernels.containsKey(name)).sorted().toList();
    if (missing.isEmpty()) {
      return;
    }
    // One module a product, whatever network asks for it; compiled beside each other.
    Map<Boolean, List<String>> sorted =
        missing.stream().collect(Collectors.partitioningBy(KernelSource::isProduct));
    Stream<List<String>> products = sorted.get(true).stream().map(List::of);
    Stream<List<String>> others = Stream.of(sorted.get(false)).filter(group -> !group.isEmpty());
    Stream.concat(others, products).toList().parallelStream()
        .map(group -> Map.entry(group, compiler.compile(group)))
        .toList()
        .forEach(code -> load(code.getKey(), code.getValue()));
  }

  private void load(List<String> names, byte[] bytes) {
    CUmod_st module = new CUmod_st();
    try (BytePointer code = new BytePointer(bytes)) {
      checkDriver(cudart.cuModuleLoadData(module, code), "load kernels");
    }
    modules.add(module);
    for (String name : names) {
      CUfunc_st kernel = new CUfunc_st();
      checkDriver(cudart.cuModuleGetFunction(kernel, module, name), "find kernel " + name);
      kernels.put(name, kernel);
    }
  }

  @Override
  public Recording record(List<Launch> launches, int times) {
    use();
    return GpuRecording.of(launches, times, kernels, stream, side);
  }

  @Override
  public void finish() {
    use();
    check(cudart.cudaStreamSynchronize(stream), "compute");
  }

  @Override
  public void close() {
    use();
    List.copyOf(sizes.keySet()).forEach(this::free);
    modules.forEach(cudart::cuModuleUnload);
    modules.clear();
    kernels.clear();
    cudart.cudaStreamDestroy(stream);
    cudart.cudaStreamDestroy(side);
  }

  /** An address on the device. */
  private static final class DeviceMemory extends Pointer {
    DeviceMemory(long address) {
      this.address = address;
    }
  }
}
