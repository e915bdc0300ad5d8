package io.catwalk.pipeline.fuzz;

import io.catwalk.pipeline.archive.ModelFuzz;
import io.catwalk.pipeline.export.OnnxFuzz;
import io.catwalk.pipeline.ingest.ImageFuzz;
import io.catwalk.pipeline.ingest.TableFuzz;
import io.catwalk.pipeline.ingest.source.ArchiveFuzz;
import io.catwalk.pipeline.runs.PredictionsFuzz;
import java.util.List;
import java.util.stream.Stream;

/** Every reader that gets bytes from outside. */
final class Readers {

  private Readers() {}

  static List<FuzzTarget> all() {
    return Stream.of(
            ImageFuzz.targets(),
            ArchiveFuzz.targets(),
            TableFuzz.targets(),
            ModelFuzz.targets(),
            OnnxFuzz.targets(),
            PredictionsFuzz.targets())
        .flatMap(List::stream)
        .toList();
  }
}
