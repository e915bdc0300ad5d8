package io.catwalk.pipeline.doctor;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * A task that tells the facts of its executor, as bytes: a serialiser that is set up wrong must not
 * keep them from the driver.
 *
 * @param clock of the executor
 * @param devices looks for GPUs
 * @param files reads what follows
 * @param needed URIs that every executor must be able to read
 */
record LookAround(Clock clock, GpuFinder devices, SourceFiles files, List<String> needed)
    implements FlatMapFunction<Iterator<Integer>, byte[]> {

  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<byte[]> call(Iterator<Integer> ignored) {
    return List.of(Json.write(ProcessFactsReader.read(clock, devices, unreadable()))).iterator();
  }

  private List<String> unreadable() {
    List<String> failures = new ArrayList<>();
    for (String uri : needed) {
      try (InputStream in = files.open(uri)) {
        in.read();
      } catch (IOException | UncheckedIOException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        failures.add(uri + " (" + e.getClass().getSimpleName() + ": " + reason + ")");
      }
    }
    return failures;
  }
}
