package io.catwalk.pipeline.report;

import io.catwalk.pipeline.report.ReportPage.PageLink;
import io.catwalk.pipeline.report.chart.Words;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a model said of images whose classes nobody knows, for people who look through them.
 *
 * @param model the network's name
 * @param images scored
 * @param groups a predicted class each, in the model's order; none of a class that was never
 *     predicted
 * @param synthetic the model was trained on drawn pictures
 */
public record ScoredImages(String model, long images, List<Group> groups, boolean synthetic) {

  private static final int FEW_GROUPS = 10;

  /**
   * @param name of the class
   * @param images that were taken for it
   * @param leastSure some of them, the least probable first
   */
  public record Group(String name, long images, List<Scored> leastSure) {

    public Group {
      leastSure = List.copyOf(leastSure);
    }
  }

  /**
   * One image.
   *
   * @param path relative to the folder that was scored
   * @param probability of its class, 0 to 1
   * @param second the second most probable class
   * @param ofSecond its probability, 0 to 1
   * @param width of the picture, in pixels
   * @param height of the picture, in pixels
   * @param picture PNG or JPEG
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Scored(
      String path,
      double probability,
      String second,
      double ofSecond,
      int width,
      int height,
      byte[] picture) {

    /** The picture as a data URI. */
    String source() {
      return Card.uri(picture);
    }

    /** Whether it has so few pixels that they should stay visible. */
    boolean small() {
      return Math.max(width, height) <= Card.FEW_PIXELS;
    }

    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  public ScoredImages {
    groups = List.copyOf(groups);
  }

  /** One page that needs nothing but itself, as UTF-8. */
  public byte[] html() {
    return Pages.render("predictions.jte", new Page(PageAssets.read(), this));
  }

  String headline() {
    return Words.count(images, "image")
        + (groups.isEmpty() || groups.size() > FEW_GROUPS
            ? ""
            : groups.stream()
                .map(group -> group.name() + " " + Words.count(group.images()))
                .collect(Collectors.joining(", ", ": ", "")));
  }

  /** Whether there are so few classes that all lie open. */
  boolean open() {
    return groups.size() <= FEW_GROUPS;
  }

  /** The page, ready to be shown. */
  record Page(PageAssets assets, ScoredImages scored) {

    List<PageLink> links() {
      return List.of(new PageLink("images", "Images"));
    }
  }
}
