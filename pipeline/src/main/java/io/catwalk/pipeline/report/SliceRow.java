package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.chart.Scale;
import io.catwalk.pipeline.report.chart.Whisker;
import java.util.List;

/**
 * A part of the data in a table.
 *
 * @param part its figures
 * @param bar its accuracy as a picture
 */
record SliceRow(Slices.Part part, Whisker bar) {

  static List<SliceRow> of(Slices.Dimension dimension) {
    Scale scale = Whisker.shares(dimension.parts().stream().map(Slices.Part::accuracy).toList());
    return dimension.parts().stream()
        .map(part -> new SliceRow(part, Whisker.of(part.accuracy(), scale)))
        .toList();
  }
}
