package io.catwalk.pipeline.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.nd4j.linalg.factory.Nd4j;

/** Which build of libnd4j an executor has loaded. */
record TellBinary() implements FlatMapFunction<Iterator<Integer>, String> {

  @Override
  public Iterator<String> call(Iterator<Integer> ignored) {
    // An executor that had nothing to score yet loads it now.
    Nd4j.getBackend();
    return NativeBinary.loaded().map(NativeBinary::extension).stream().iterator();
  }

  /** A task for every slot, so that few executors are missed. */
  static List<Integer> tasks(int slots) {
    return java.util.stream.IntStream.range(0, slots).boxed().toList();
  }
}
