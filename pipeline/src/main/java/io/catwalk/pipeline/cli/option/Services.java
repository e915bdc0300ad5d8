package io.catwalk.pipeline.cli.option;

import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.bench.Benchmarks;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.doctor.Doctor;
import io.catwalk.pipeline.retrain.Retraining;
import io.catwalk.pipeline.run.Jobs;
import java.nio.file.Path;
import java.util.List;

/**
 * What commands depend on.
 *
 * @param console where they write
 * @param loader reads the configuration
 * @param jobs does the work
 * @param retraining retrains on a schedule, and opens the registry
 * @param benchmarks measures this machine
 * @param doctor examines a cluster
 * @param drawing makes synthetic images
 * @param versions of what runs, a line each
 * @param stop the user's wish that a job stop
 * @param program how the user calls Catwalk
 */
public record Services(
    Console console,
    ConfigLoader loader,
    Jobs jobs,
    Retraining retraining,
    Benchmarks benchmarks,
    Doctor doctor,
    Drawing drawing,
    List<String> versions,
    StopSignal stop,
    String program) {

  /** Draws pictures, a folder a class. */
  public interface Drawing {

    /** Writes so many of each class into a folder; the same seed draws the same. */
    void write(Path folder, List<String> classes, int imagesPerClass, long seed);
  }
}
