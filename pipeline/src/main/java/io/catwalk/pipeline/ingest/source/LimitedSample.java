package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.columns.Selection;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes the same share of every split and class, by the hash of seed and path: nothing needs to be
 * read for it, and what a smaller limit takes, a larger one takes too.
 *
 * @param limit at most so many images in all; 0 takes all
 * @param seed of the choice
 */
public record LimitedSample(long limit, long seed) {

  private record Stratum(Split split, int label) {}

  /**
   * @param index of the image in the source
   */
  private record Drawn(double draw, int index) {}

  public LabelledImages of(LabelledImages source) {
    int total = source.images().size();
    if (limit == 0 || limit >= total) {
      return source;
    }
    Map<Stratum, List<Drawn>> strata = new LinkedHashMap<>();
    int index = 0;
    for (SourceImage image : source.images()) {
      strata
          .computeIfAbsent(new Stratum(image.split(), image.label()), s -> new ArrayList<>())
          .add(new Drawn(Digests.uniform(seed, image.path()), index++));
    }
    BitSet chosen = new BitSet();
    strata.forEach(
        (stratum, images) -> {
          int share = (int) (images.size() * limit / total);
          if (share == 0) {
            throw tooSmall(source, stratum, (total + images.size() - 1) / images.size());
          }
          // Images are sorted by path, which decides between equal draws.
          images.sort(Comparator.comparingDouble(Drawn::draw).thenComparing(Drawn::index));
          images.subList(0, share).forEach(drawn -> chosen.set(drawn.index));
        });
    return source.with(Selection.of(source.images(), chosen::get));
  }

  private CatwalkException tooSmall(LabelledImages source, Stratum stratum, int least) {
    return CatwalkException.usage(
        String.format(
            Locale.ROOT,
            "data.limit = %d leaves no image of class '%s'%s: expected 0 (all) or at least %d",
            limit,
            source.classes().get(stratum.label),
            stratum.split == null ? "" : " in the " + stratum.split.id() + " part",
            least));
  }
}
