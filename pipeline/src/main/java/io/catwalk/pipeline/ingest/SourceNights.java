package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ingest.layout.ImageNames;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Divides a source of image files into nights: what is there at first, and what each night brings.
 *
 * @param nights in their order
 * @param unreadable files that cannot be read and belong to none
 */
public record SourceNights(List<Night> nights, List<SourceFile> unreadable) {

  public SourceNights {
    nights = List.copyOf(nights);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * @param name for people
   * @param files path in the source that grows → file
   */
  public record Night(String name, Map<String, SourceFile> files) {

    public Night {
      files = Collections.unmodifiableMap(new TreeMap<>(files));
    }
  }

  /**
   * A folder that holds as many sub-folders of classes as there are nights has one a night, in the
   * order of their names. Any other is cut: the images of each folder are shuffled and divided into
   * one part more than there are nights, so that the first part, from which all starts, has every
   * class, and the nights are alike. Files that are no images by name belong to the first part.
   *
   * @param source for messages
   * @param found all files of the source
   * @param count of nights
   * @param folders whether sub-folders may be nights; not where they are known to be classes
   * @throws CatwalkException (usage) where the sub-folders are nights, but not so many; (data)
   *     where there are too few images
   */
  public static SourceNights of(
      String source, List<SourceFile> found, int count, boolean folders, long seed) {
    List<SourceFile> files = found.stream().filter(file -> file.problem().isEmpty()).toList();
    List<SourceFile> unreadable = found.stream().filter(file -> !file.problem().isEmpty()).toList();
    Map<String, List<SourceFile>> byFolder = subFolders(files);
    if (!folders || !areNights(byFolder)) {
      return new SourceNights(cut(source, files, count, seed), unreadable);
    }
    if (byFolder.size() != count) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "--simulate %d: %s has %d sub-folders of the same classes (%s), which are taken for a night each; expected --simulate %d, or --set data.format=outer-folders or inner-folders where they are no nights",
              count,
              source,
              byFolder.size(),
              String.join(", ", byFolder.keySet()),
              byFolder.size()));
    }
    List<Night> nights = new ArrayList<>();
    byFolder.forEach((name, own) -> nights.add(ofFolder(name, own)));
    return new SourceNights(nights, unreadable);
  }

  /** Images by the first folder of their path; none where an image lies beside the folders. */
  private static Map<String, List<SourceFile>> subFolders(List<SourceFile> files) {
    Map<String, List<SourceFile>> byFolder = new TreeMap<>();
    for (SourceFile file : files) {
      String[] parts = file.path().split("/");
      if (parts.length >= 3) {
        byFolder.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(file);
      } else if (isImage(file)) {
        return Map.of();
      }
    }
    return byFolder;
  }

  /** The same classes below each, which are no names of splits. */
  private static boolean areNights(Map<String, List<SourceFile>> byFolder) {
    if (byFolder.size() < 2
        || byFolder.keySet().stream().anyMatch(name -> ImageNames.split(name).isPresent())) {
      return false;
    }
    Set<String> common = new HashSet<>();
    boolean first = true;
    for (List<SourceFile> files : byFolder.values()) {
      Set<String> own = new HashSet<>();
      files.forEach(file -> own.add(file.path().split("/")[1]));
      if (first) {
        common.addAll(own);
      } else {
        common.retainAll(own);
      }
      first = false;
    }
    return !common.isEmpty();
  }

  /**
   * Two nights may have an image of the same name: it has the night's name in its own from then on.
   */
  private static Night ofFolder(String night, List<SourceFile> files) {
    Map<String, SourceFile> named = new TreeMap<>();
    for (SourceFile file : files) {
      String below = file.path().substring(night.length() + 1);
      int name = below.lastIndexOf('/') + 1;
      named.put(below.substring(0, name) + night + "-" + below.substring(name), file);
    }
    return new Night(night, named);
  }

  private static List<Night> cut(String source, List<SourceFile> files, int count, long seed) {
    Map<String, List<SourceFile>> byClass = new TreeMap<>();
    List<Map<String, SourceFile>> parts = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      parts.add(new LinkedHashMap<>());
    }
    long images = 0;
    for (SourceFile file : files) {
      if (isImage(file)) {
        images++;
        byClass.computeIfAbsent(classOf(file.path()), name -> new ArrayList<>()).add(file);
      } else {
        parts.get(0).put(file.path(), file);
      }
    }
    if (images <= count) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "--simulate %d: %s holds %,d files that are images by name; expected at least %,d, one for the start and one a night, in a folder of classes or in a sub-folder a night",
              count,
              source,
              images,
              count + 1));
    }
    Random random = new Random(seed);
    for (List<SourceFile> own : byClass.values()) {
      Collections.shuffle(own, random);
      for (int i = 0; i < own.size(); i++) {
        parts.get(i % (count + 1)).put(own.get(i).path(), own.get(i));
      }
    }
    List<Night> nights = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      nights.add(new Night(i == 0 ? "start" : Integer.toString(i), parts.get(i)));
    }
    return nights;
  }

  private static String classOf(String path) {
    int name = path.lastIndexOf('/') + 1;
    return path.substring(0, name) + ImageNames.kaggleClass(path.substring(name)).orElse("");
  }

  private static boolean isImage(SourceFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    return ImageNames.isImage(name) || ImageNames.isSilent(name);
  }
}
