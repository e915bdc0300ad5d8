package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Split;
import java.util.ArrayList;
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

  private record Drawn(double draw, SourceImage image) {}

  public LabelledImages of(LabelledImages source) {
    int total = source.images().size();
    if (limit == 0 || limit >= total) {
      return source;
    }
    Map<Stratum, List<Drawn>> strata = new LinkedHashMap<>();
    for (SourceImage image : source.images()) {
      strata
          .computeIfAbsent(new Stratum(image.split(), image.label()), s -> new ArrayList<>())
          .add(new Drawn(Digests.uniform(seed, image.path()), image));
    }
    List<SourceImage> chosen = new ArrayList<>();
    strata.forEach(
        (stratum, images) -> {
          int share = (int) (images.size() * limit / total);
          if (share == 0) {
            throw tooSmall(source, stratum, (total + images.size() - 1) / images.size());
          }
          images.sort(Comparator.comparingDouble(Drawn::draw).thenComparing(d -> d.image.path()));
          images.subList(0, share).forEach(drawn -> chosen.add(drawn.image));
        });
    chosen.sort(Comparator.comparing(SourceImage::path));
    return source.with(chosen);
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
