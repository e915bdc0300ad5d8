package io.catwalk.pipeline.ingest.layout;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads class and split of images from their paths. The class is the folder below the source, apart
 * from folders that wrap all of it and those that name splits; file names count only where no
 * folder can be a class. What can be read in two ways is refused.
 */
public final class SourceLayout {

  private final SourceFormat format;
  private final LayoutProblems problems;

  /**
   * @param format how classes are named, or AUTO; not IDX
   * @param source as configured, for messages
   */
  public SourceLayout(SourceFormat format, String source) {
    this.format = format;
    this.problems = new LayoutProblems(source);
  }

  /**
   * Classes as the source has them.
   *
   * @param paths of images, with '/', relative to the source
   * @throws CatwalkException (data) where an image says no class, or two readings are possible
   */
  public Reading read(Iterable<String> paths) {
    PathGroups groups = PathGroups.of(paths);
    return groups.all(asFound(groups.spans()));
  }

  private Reading asFound(List<Span> spans) {
    NameLayout names = new NameLayout(spans);
    FolderLayout outer = new FolderLayout(spans, false);
    FolderLayout inner = new FolderLayout(spans, true);
    return switch (format) {
      case KAGGLE -> byName(names, spans);
      case OUTER_FOLDERS -> byFolder(outer, spans, List.of());
      case INNER_FOLDERS -> byFolder(inner, spans, List.of());
      case FOLDERS -> byFolder(outer, spans, nested(outer, inner));
      default -> detect(names, outer, inner, spans);
    };
  }

  /**
   * Classes as they are configured: the nearest folder that is one of them, or the name.
   *
   * @param paths of images, with '/', relative to the source
   * @throws CatwalkException (data) where an image has none of the classes
   */
  public Reading read(Iterable<String> paths, List<String> configured) {
    PathGroups groups = PathGroups.of(paths);
    return groups.all(asConfigured(groups.spans(), configured));
  }

  private Reading asConfigured(List<Span> spans, List<String> configured) {
    NameLayout names = new NameLayout(spans);
    if (format == SourceFormat.KAGGLE) {
      return byName(names, spans);
    }
    ConfiguredFolders folders = new ConfiguredFolders(spans, configured);
    Optional<ImagePath> unfitting = folders.unfitting();
    if (unfitting.isEmpty()) {
      return folders.read();
    }
    if (format == SourceFormat.AUTO && names.fits()) {
      return names.read();
    }
    throw problems.unknown(unfitting.get(), configured);
  }

  private Reading detect(
      NameLayout names, FolderLayout outer, FolderLayout inner, List<Span> spans) {
    boolean named = names.fits() && names.classes().size() > 1;
    if (!outer.fits() || outer.classes().size() < 2) {
      return named || names.fits() && !outer.fits()
          ? names.read()
          : byFolder(outer, spans, List.of());
    }
    List<String> notes = new ArrayList<>();
    if (named) {
      TreeSet<String> classes = names.classes();
      if (outer.isCrossedBy(span -> span.image().named().orElse(""))) {
        throw problems.twoReadings(
            "its folders", outer.classes(), "folders", "its file names", classes, "kaggle");
      }
      notes.add(LayoutProblems.namesDoNotCount(classes));
    }
    notes.addAll(nested(outer, inner));
    return byFolder(outer, spans, notes);
  }

  /** What must be told of folders within the classes' folders. */
  private List<String> nested(FolderLayout outer, FolderLayout inner) {
    List<Span> labelled = outer.labelled();
    TreeSet<String> folders = new TreeSet<>();
    for (Span span : labelled) {
      if (span.size() > 1) {
        folders.add(span.image().folderPath(span.to() - 1));
      }
    }
    if (folders.isEmpty() || inner.classes().size() < 2) {
      return List.of();
    }
    if (labelled.stream().allMatch(span -> span.size() > 1)
        && outer.classes().size() > 1
        && outer.isCrossedBy(Span::inner)) {
      throw problems.twoReadings(
          "the folders below it",
          outer.classes(),
          "outer-folders",
          "the folders that images lie in",
          inner.classes(),
          "inner-folders");
    }
    return List.of(LayoutProblems.foldersWithin(folders));
  }

  private Reading byFolder(FolderLayout folders, List<Span> spans, List<String> notes) {
    if (!folders.fits()) {
      throw problems.withoutClass(
          spans.stream().filter(s -> s.isEmpty() && !folders.unlabelled(s)).findFirst(), spans);
    }
    folders
        .stranger()
        .ifPresent(
            span -> {
              throw problems.besideSplits(span, folders.classes());
            });
    SourceFormat read = format == SourceFormat.AUTO ? SourceFormat.FOLDERS : format;
    return folders.read(read, notes);
  }

  private Reading byName(NameLayout names, List<Span> spans) {
    if (!names.fits()) {
      throw problems.withoutName(names.unfitting(), spans);
    }
    return names.read();
  }
}
