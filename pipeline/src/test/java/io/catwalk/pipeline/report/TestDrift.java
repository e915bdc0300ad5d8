package io.catwalk.pipeline.report;

import io.catwalk.pipeline.runs.Drift;
import io.catwalk.pipeline.runs.Drift.Measure;
import io.catwalk.pipeline.runs.Drift.Part;
import io.catwalk.pipeline.runs.Drift.Side;
import java.util.ArrayList;
import java.util.List;

/** A drift of new images: darker, with a class of its own kind of name, and one not measured. */
final class TestDrift {

  private TestDrift() {}

  static Drift of(List<String> classes) {
    List<Part> shares = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      double share = 1.0 / classes.size();
      shares.add(new Part(classes.get(i), null, null, share, i == 0 ? 2 * share : share));
    }
    List<Part> bins = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bins.add(new Part(null, i / 20.0, (i + 1) / 20.0, i < 10 ? 0 : 0.1, i < 10 ? 0.1 : 0));
    }
    return new Drift(
        Drift.SCHEMA_VERSION,
        "v0007",
        "pets@12345678",
        "pets@87654321",
        1234,
        List.of(
            measure("class_shares", "Class shares", 0.08, 0.2, Drift.AS_BEFORE, null, shares),
            measure("brightness", "Brightness", 1.0, 0.0, Drift.MOVED, 0.25, bins),
            measure("width", "Width", null, null, Drift.TOO_FEW, null, List.of()),
            measure(
                "height",
                "Height",
                0.0,
                1.0,
                Drift.AS_BEFORE,
                480.0,
                List.of(new Part(null, 480.0, 480.0, 1, 1)))),
        List.of("Confidence and embedding are not measured: <i>v0007</i> takes other images."));
  }

  private static Measure measure(
      String key,
      String name,
      Double distance,
      Double probability,
      String verdict,
      Double mean,
      List<Part> parts) {
    return new Measure(
        key,
        name,
        distance,
        "Kolmogorov-Smirnov statistic",
        0.1,
        probability,
        "Kolmogorov-Smirnov",
        verdict,
        new Side("training images of v0007", 2000, 0, mean),
        new Side("new images", 1230, 4, mean),
        parts);
  }
}
