package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.decode.ImageDecoders;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.source.ClassNames;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import io.catwalk.pipeline.ingest.source.SourceImages;
import io.catwalk.pipeline.ingest.source.SourceListing;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Looks at a source on this machine alone: lists all of it and reads some of its images. */
public final class Surveyor {

  /** Read of a larger source. */
  private static final int MOST_IMAGES = 2_000;

  private static final int SHOWN = 5;
  private static final int SIDE = 32;

  private final SourceFiles files;

  public Surveyor(SourceFiles files) {
    this.files = files;
  }

  /**
   * @param config names the source and how its classes are told
   * @throws io.catwalk.pipeline.CatwalkException (data) when there is no image, or less than two
   *     classes
   */
  public SourceSurvey survey(DatasetConfig config) {
    SourceListing listing =
        SourceListing.of(files, files.list(config.source()), config.zipEncoding());
    LabelledImages images = new SourceImages(files, config).of(listing).withoutEmptyClasses();
    ClassNames.requireVisible(images, config.source());
    List<String> remarks = new ArrayList<>(listing.remarks());
    remarks.addAll(images.notices().warnings());
    Look look = look(ColourSample.sample(images.images(), MOST_IMAGES), config.maxMegapixels());
    return new SourceSurvey(
        config.source(),
        images.format().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        images.images().size(),
        counts(images),
        testImages(images.images()),
        look.seen,
        look.sides(),
        look.good == 0 ? 0 : (double) look.colourful / look.good,
        look.bad,
        look.badExamples,
        look.duplicates,
        look.conflicts,
        images.notices().leftOut(),
        remarks);
  }

  /** 0 where the source does not divide all its images, or has none to train on. */
  private static long testImages(List<SourceImage> images) {
    boolean divided =
        images.stream().allMatch(image -> image.split() != null)
            && images.stream().anyMatch(image -> image.split() == Split.TRAIN);
    return divided ? images.stream().filter(image -> image.split() == Split.TEST).count() : 0;
  }

  private static Map<String, Long> counts(LabelledImages images) {
    Map<String, Long> counts = new LinkedHashMap<>();
    images.classes().forEach(name -> counts.put(name, 0L));
    images
        .images()
        .forEach(image -> counts.merge(images.classes().get(image.label()), 1L, Long::sum));
    return counts;
  }

  private Look look(List<SourceImage> images, int maxMegapixels) {
    ImageDecoders decoders =
        new ImageDecoders(new ImageShape(SIDE, SIDE, 3), ResizeMode.STRETCH, maxMegapixels);
    Look look = new Look();
    LocalReading.read(files, images, decoders, maxMegapixels, look::at);
    return look;
  }

  /** What was seen so far. */
  private static final class Look {

    private final List<Integer> shorterSides = new ArrayList<>();
    private final Map<String, Long> bad = new TreeMap<>();
    private final List<String> badExamples = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private long seen;
    private long good;
    private long colourful;
    private long duplicates;
    private long conflicts;

    void at(IngestedImage image) {
      seen++;
      if (!image.good()) {
        bad.merge(image.reason().id(), 1L, Long::sum);
        if (badExamples.size() < SHOWN) {
          badExamples.add(image.path() + ": " + image.detail());
        }
        return;
      }
      good++;
      shorterSides.add(Math.min(image.sourceWidth(), image.sourceHeight()));
      colourful += ColourSample.isColourful(image.pixels()) ? 1 : 0;
      Integer before = labels.putIfAbsent(image.sha256(), image.label());
      if (before != null) {
        duplicates++;
        conflicts += before != image.label() ? 1 : 0;
      }
    }

    SourceSurvey.Sides sides() {
      if (shorterSides.isEmpty()) {
        return new SourceSurvey.Sides(0, 0, 0);
      }
      List<Integer> sorted = shorterSides.stream().sorted().toList();
      return new SourceSurvey.Sides(
          sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
  }
}
