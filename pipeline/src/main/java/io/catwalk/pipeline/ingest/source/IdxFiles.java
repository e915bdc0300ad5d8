package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.layout.ImageNames;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the IDX files of a source by their names, wherever they lie, with a dash or a dot before
 * {@code idx3-ubyte}, gzipped or not. Copies count once; other files of the same names in folders
 * below the first are more of the same set.
 *
 * @param files reads them
 * @param source as configured, for messages
 */
record IdxFiles(SourceFiles files, String source) {

  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_-]+)-(images|labels)[-.]idx([13])-ubyte(\\.gz)?");
  private static final Comparator<Located> PLAINEST =
      Comparator.<Located, Boolean>comparing(file -> file.entry().fileName().endsWith(".gz"))
          .thenComparing(file -> file.entry().path().length())
          .thenComparing(file -> file.entry().path());

  /**
   * Images and their labels.
   *
   * @param split that the names tell; null where they tell none
   */
  record Part(Located images, Located labels, Split split) {}

  /** What a name says: of which set, of which of its splits. */
  private record Name(String set, String split, boolean images) {

    static Optional<Name> of(Located file) {
      Matcher matcher = NAME.matcher(file.entry().fileName());
      if (!matcher.matches() || matcher.group(2).equals("images") != matcher.group(3).equals("3")) {
        return Optional.empty();
      }
      String stem = matcher.group(1);
      int dash = stem.lastIndexOf('-');
      Optional<Split> split = Name.split(stem.substring(dash + 1));
      String set = split.isEmpty() ? stem : stem.substring(0, Math.max(0, dash));
      return Optional.of(
          new Name(set, split.map(Split::id).orElse(""), matcher.group(2).equals("images")));
    }

    private static Optional<Split> split(String word) {
      return word.equals("t10k") ? Optional.of(Split.TEST) : ImageNames.split(word);
    }
  }

  /** Whether the file name is that of an IDX file of images. */
  static boolean isImages(Located file) {
    return Name.of(file).filter(Name::images).isPresent();
  }

  /** Whether the file name is that of an IDX file of images or labels. */
  static boolean isIdx(Located file) {
    return Name.of(file).isPresent();
  }

  /**
   * The parts of the source's one set, in the order of their images' paths.
   *
   * @throws CatwalkException (data) where there are more sets, none, or images without labels
   */
  List<Part> parts(List<Located> located) {
    Map<String, List<Located>> images = new TreeMap<>();
    Map<String, List<Located>> labels = new TreeMap<>();
    TreeSet<String> sets = new TreeSet<>();
    for (Located file : located) {
      Name.of(file)
          .ifPresent(
              name -> {
                if (name.images) {
                  sets.add(name.set);
                }
                (name.images ? images : labels)
                    .computeIfAbsent(name.set + "/" + name.split, key -> new ArrayList<>())
                    .add(file);
              });
    }
    if (images.isEmpty()) {
      throw CatwalkException.data(
          source + " holds no IDX images, expected files like train-images-idx3-ubyte.gz");
    }
    requireOne(sets);
    List<Part> parts = new ArrayList<>();
    images.forEach(
        (key, copies) -> {
          List<Located> its = labels.getOrDefault(key, List.of());
          Split split = ImageNames.split(key.substring(key.indexOf('/') + 1)).orElse(null);
          List<Located> different = different(copies, "images");
          for (Located one : different) {
            List<Located> beside =
                different.size() == 1
                    ? its
                    : its.stream().filter(file -> folder(file).equals(folder(one))).toList();
            if (beside.isEmpty()) {
              throw withoutLabels(one);
            }
            parts.add(new Part(one, labels(beside), split));
          }
        });
    parts.sort(Comparator.comparing(part -> part.images.entry().path()));
    return parts;
  }

  private void requireOne(TreeSet<String> sets) {
    if (sets.size() > 1) {
      List<String> names = sets.stream().map(set -> set.isEmpty() ? "train/t10k" : set).toList();
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s holds %d IDX sets, %s; name one of them by data.source, such as '%s/%s-*'",
              source,
              sets.size(),
              String.join(", ", names),
              source,
              sets.last()));
    }
  }

  private CatwalkException withoutLabels(Located images) {
    String name = images.entry().fileName();
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s holds %s but no %s-labels-idx1-ubyte",
            source,
            images.entry().path(),
            name.substring(0, name.lastIndexOf("-images"))));
  }

  /**
   * Of several copies the plainest. What differs is no copy: in a folder below the first it is more
   * of the same set, elsewhere another one.
   */
  private List<Located> different(List<Located> copies, String what) {
    List<Located> sorted = copies.stream().sorted(PLAINEST).toList();
    Located first = sorted.get(0);
    if (sorted.size() == 1) {
      return sorted;
    }
    Map<String, Located> found = new LinkedHashMap<>();
    for (Located copy : sorted) {
      boolean isNew = found.putIfAbsent(HexFormat.of().formatHex(digest(copy)), copy) == null;
      if (isNew && copy != first && !isBelow(copy, first)) {
        throw twoSets(first, copy, what);
      }
    }
    return List.copyOf(found.values());
  }

  /** Images that are there once have their labels once, wherever copies of these lie. */
  private Located labels(List<Located> copies) {
    List<Located> different = different(copies, "labels");
    if (different.size() > 1) {
      throw twoSets(different.get(0), different.get(1), "labels");
    }
    return different.get(0);
  }

  private CatwalkException twoSets(Located first, Located other, String what) {
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "%s holds two IDX sets: %s and %s are different %s; name the folder of one of them in data.source",
            source,
            first.entry().path(),
            other.entry().path(),
            what));
  }

  private static boolean isBelow(Located copy, Located first) {
    return folder(copy).startsWith(folder(first)) && !folder(copy).equals(folder(first));
  }

  /** With a slash behind it; empty at the source's top. */
  private static String folder(Located file) {
    String path = file.entry().path();
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private byte[] digest(Located file) {
    MessageDigest digest = Digests.sha256();
    try (EntryReader reader = file.container().open(files);
        InputStream in = IdxImages.content(reader, file.entry())) {
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw CatwalkException.data("Cannot read " + file.entry().path() + ": " + e.getMessage(), e);
    }
    return digest.digest();
  }
}
