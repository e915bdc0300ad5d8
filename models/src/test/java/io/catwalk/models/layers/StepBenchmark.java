package io.catwalk.models.layers;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What a training step and an inference cost, native and stock in turns in the same process.
 *
 * <p>Times are CPU milliseconds of the calling thread, so that a busy machine disturbs them little;
 * they are only right with {@code OMP_NUM_THREADS=1}. Arguments: {@code step [rounds] [native]} or
 * {@code soak [steps]}.
 */
final class StepBenchmark {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private StepBenchmark() {}

  public static void main(String[] arguments) {
    String mode = arguments.length > 0 ? arguments[0] : "step";
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    boolean nativeOnly = arguments.length > 2 && arguments[2].equals("native");
    if (mode.equals("soak")) {
      soak(count > 0 ? count : 10_000);
    } else {
      compare(count > 0 ? count : 7, nativeOnly);
    }
  }

  private static void compare(int rounds, boolean nativeOnly) {
    Map<String, Runnable> cases = new LinkedHashMap<>();
    DataSet lenet = Networks.images(1, 64, 1, 32, 10, DataType.FLOAT);
    DataSet fashion = Networks.images(1, 100, 1, 28, 10, DataType.FLOAT);
    for (LayerKit kit : List.of(LayerKit.NATIVE, LayerKit.STOCK)) {
      if (nativeOnly && kit == LayerKit.STOCK) {
        continue;
      }
      MultiLayerNetwork lenet5 = Networks.lenet5(kit, DataType.FLOAT);
      MultiLayerNetwork fashionCnn = Networks.fashionCnn(kit, DataType.FLOAT, 0.25);
      if (kit == LayerKit.NATIVE) {
        DirectUpdater.install(lenet5);
        DirectUpdater.install(fashionCnn);
      }
      cases.put("lenet5 step 64 " + kit.name(), () -> lenet5.fit(lenet));
      cases.put("fashion-cnn step 100 " + kit.name(), () -> fashionCnn.fit(fashion));
      cases.put("lenet5 inference 64 " + kit.name(), () -> lenet5.output(lenet.getFeatures()));
      cases.put(
          "fashion-cnn inference 100 " + kit.name(),
          () -> fashionCnn.output(fashion.getFeatures()));
    }
    Map<String, List<Double>> milliseconds = new LinkedHashMap<>();
    cases.forEach((name, work) -> milliseconds.put(name, new ArrayList<>()));
    cases.forEach((name, work) -> measure(work, name.endsWith("native") ? 100 : 10));
    for (int round = 0; round < rounds; round++) {
      cases.forEach(
          (name, work) ->
              milliseconds.get(name).add(measure(work, name.endsWith("native") ? 50 : 5)));
    }
    milliseconds.forEach(
        (name, times) -> System.out.printf("%-34s %8.2f ms%n", name, median(times)));
    if (!nativeOnly) {
      for (String what :
          List.of(
              "lenet5 step 64",
              "fashion-cnn step 100",
              "lenet5 inference 64",
              "fashion-cnn inference 100")) {
        double ratio =
            median(milliseconds.get(what + " stock")) / median(milliseconds.get(what + " native"));
        System.out.printf("%-34s %8.1f times faster%n", what, ratio);
      }
    }
  }

  private static void soak(int steps) {
    MultiLayerNetwork network = Networks.lenet5(LayerKit.NATIVE, DataType.FLOAT);
    DirectUpdater.install(network);
    DataSet minibatch = Networks.images(1, 64, 1, 32, 10, DataType.FLOAT);
    INDArray images = minibatch.getFeatures();
    int tenth = Math.max(1, steps / 10);
    for (int part = 0; part < 10; part++) {
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < tenth; i++) {
        network.fit(images, minibatch.getLabels());
      }
      long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      System.out.printf(
          "%6d steps: %5.1f KB Java heap a step, off-heap %d KB, physical %d MB%n",
          (part + 1) * tenth,
          allocated / 1024.0 / tenth,
          Pointer.totalBytes() >> 10,
          Pointer.physicalBytes() >> 20);
    }
  }

  private static double measure(Runnable work, int repetitions) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < repetitions; i++) {
      work.run();
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e6 / repetitions;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
