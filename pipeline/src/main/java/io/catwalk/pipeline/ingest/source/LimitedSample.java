package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.columns.Selection;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Takes the same share of every split and class, by the hash of seed and path: nothing needs to be
 * read for it, and what a smaller limit takes, a larger one takes too.
 *
 * @param limit at most so many images in all; 0 takes all
 * @param seed of the choice
 */
public record LimitedSample(long limit, long seed) {

  private record Stratum(Split split, int label) {
    static Stratum of(SourceImage image) {
      return new Stratum(image.split(), image.label());
    }
  }

  /**
   * @param index of the image in the source; it decides between equal draws
   */
  private record Drawn(double draw, int index) implements Comparable<Drawn> {

    private static final Comparator<Drawn> ORDER =
        Comparator.comparingDouble(Drawn::draw).thenComparingInt(Drawn::index);

    @Override
    public int compareTo(Drawn other) {
      return ORDER.compare(this, other);
    }
  }

  /** The least draws of a stratum, so many as are its share, the largest of them first. */
  private static final class Least {

    private final PriorityQueue<Drawn> draws = new PriorityQueue<>(Comparator.reverseOrder());
    private final int share;

    Least(int share) {
      this.share = share;
    }

    void add(Drawn drawn) {
      draws.add(drawn);
      if (draws.size() > share) {
        draws.remove();
      }
    }
  }

  public LabelledImages of(LabelledImages source) {
    int total = source.images().size();
    if (limit == 0 || limit >= total) {
      return source;
    }
    Map<Stratum, Integer> sizes = new LinkedHashMap<>();
    for (SourceImage image : source.images()) {
      sizes.merge(Stratum.of(image), 1, Integer::sum);
    }
    Map<Stratum, Least> strata = new HashMap<>();
    sizes.forEach(
        (stratum, size) -> {
          int share = (int) (size * limit / total);
          if (share == 0) {
            throw tooSmall(source, stratum, (total + size - 1) / size);
          }
          strata.put(stratum, new Least(share));
        });
    int index = 0;
    for (SourceImage image : source.images()) {
      double draw = Digests.uniform(seed, image.path());
      strata.get(Stratum.of(image)).add(new Drawn(draw, index++));
    }
    BitSet chosen = new BitSet();
    strata.values().forEach(least -> least.draws.forEach(drawn -> chosen.set(drawn.index)));
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
