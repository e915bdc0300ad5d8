package io.catwalk.pipeline.config;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Reads {@code data.*}. */
final class DataReader {

  private static final int LONGEST_SIDE = 4096;

  private final Settings settings;

  DataReader(Settings settings) {
    this.settings = settings;
  }

  DatasetConfig read() {
    String split =
        settings.text(
            "data.split",
            DataReader::isSplit,
            "expected source, hash or the path of a .tsv or .csv file");
    SplitRule rule =
        switch (split.toLowerCase(Locale.ROOT)) {
          case "source" -> SplitRule.SOURCE;
          case "hash" -> SplitRule.HASH;
          default -> SplitRule.FILE;
        };
    return new DatasetConfig(
        settings.text(
            "data.name",
            text -> SectionReader.NAME.matcher(text).matches(),
            "expected 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit"),
        settings.text("data.source", text -> true, "expected a path or a URI"),
        settings.constant("data.format", SourceFormat.class),
        rule,
        rule == SplitRule.FILE ? split : "",
        percent("data.validation-percent", 50),
        percent("data.test-percent", 90),
        settings.whole("data.limit", n -> n >= 0, "expected a whole number of at least 0"),
        settings.whole("data.seed", n -> true, "expected a whole number of 64 bits"),
        shape(),
        settings.constant("data.resize", ResizeMode.class),
        settings.texts(
            "data.classes",
            DataReader::areClasses,
            "expected a list of at least 2 different names, or [] to take the source's"),
        percent("data.quarantine.max-percent", 100),
        percent("data.quarantine.max-class-percent", 100),
        percent("data.conflicts.max-percent", 100),
        settings.integer("data.max-megapixels", 1, 2000),
        new DatasetConfig.Corrections(correction("data.exclude"), correction("data.relabel")),
        settings.text(
            "data.zip-encoding",
            DataReader::isEncoding,
            "expected the name of an encoding such as GBK, Shift_JIS or IBM437, or nothing"));
  }

  private String correction(String key) {
    return settings.text(
        key,
        text -> text.isEmpty() || isTable(text),
        "expected the path of a .csv or .tsv file, or nothing");
  }

  private ImageShape shape() {
    return new ImageShape(
        settings.integer("data.shape.height", 1, LONGEST_SIDE),
        settings.integer("data.shape.width", 1, LONGEST_SIDE),
        (int)
            settings.whole(
                "data.shape.channels",
                n -> n == 1 || n == 3,
                "expected 1 (grey) or 3 (red, green, blue)"));
  }

  private double percent(String key, int most) {
    return settings.number(key, x -> x >= 0 && x <= most, "from 0 to " + most + " (percent)");
  }

  private static boolean isEncoding(String text) {
    try {
      return text.isEmpty() || Charset.isSupported(text);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }

  private static boolean isSplit(String text) {
    return text.equalsIgnoreCase("source") || text.equalsIgnoreCase("hash") || isTable(text);
  }

  private static boolean isTable(String text) {
    return text.endsWith(".tsv") || text.endsWith(".csv");
  }

  private static boolean areClasses(List<String> classes) {
    return classes.isEmpty()
        || (classes.size() >= 2
            && classes.stream().noneMatch(String::isBlank)
            && new HashSet<>(classes).size() == classes.size());
  }
}
