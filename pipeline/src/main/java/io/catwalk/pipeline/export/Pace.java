package io.catwalk.pipeline.export;

import io.catwalk.models.ImageShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast a form of a model answers drawn images of its own size.
 *
 * @param shape of the images
 * @param batch images of a request where throughput is measured
 * @param threads that are many
 * @param nanos that each measurement takes, after a quarter of it to warm up
 */
record Pace(ImageShape shape, int batch, int threads, long nanos) {

  private static final double MILLION = 1e6;

  ServeFigures of(String server, ServedModel.Form form) {
    long[] latencies = latencies(form);
    return new ServeFigures(
        server,
        latencies[latencies.length / 2] / MILLION,
        latencies[(int) (latencies.length * 0.99)] / MILLION,
        throughput(form, 1),
        throughput(form, threads));
  }

  /** In ascending order, in nanoseconds. */
  private long[] latencies(ServedModel.Form form) {
    List<Long> all = new ArrayList<>();
    try (ServedModel model = form.open(ServedModel.Pictures.draw(shape, 1, 1))) {
      answer(model, nanos / 4);
      for (long end = System.nanoTime() + nanos; all.isEmpty() || System.nanoTime() < end; ) {
        long begun = System.nanoTime();
        model.answer();
        all.add(System.nanoTime() - begun);
      }
    }
    long[] sorted = all.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** Images a second of so many threads, each of which has a model of its own. */
  private double throughput(ServedModel.Form form, int count) {
    ExecutorService pool = Executors.newFixedThreadPool(count);
    try {
      List<Callable<Double>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int seed = i;
        tasks.add(() -> rate(form, seed));
      }
      double sum = 0;
      for (Future<Double> rate : pool.invokeAll(tasks)) {
        sum += rate.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while threads measured", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private double rate(ServedModel.Form form, int seed) {
    try (ServedModel model = form.open(ServedModel.Pictures.draw(shape, batch, seed))) {
      answer(model, nanos / 4);
      long begun = System.nanoTime();
      long answers = answer(model, nanos);
      return answers * batch * 1e9 / (System.nanoTime() - begun);
    }
  }

  /** Once at least. */
  private static long answer(ServedModel model, long nanos) {
    long answers = 0;
    for (long end = System.nanoTime() + nanos; answers == 0 || System.nanoTime() < end; answers++) {
      model.answer();
    }
    return answers;
  }
}
