package io.catwalk.pipeline.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A network's configuration as it stands in an archive, before anything is made of it: only objects
 * of {@link KnownTypes}, and sizes whose products an array can have.
 */
final class ConfigurationText {

  /** A network of 40 layers takes 0.1 MB. */
  static final int MAX_BYTES = 4 << 20;

  private static final int MAX_DEPTH = 32;
  private static final String TYPE = "@class";

  /** Where objects stand whose class Deeplearning4j knows by itself. */
  private static final Set<String> PLAIN = Set.of("", "confs", "inputPreProcessors");

  /** Whose product is the number of a layer's weights. */
  private static final Set<String> EXTENTS = Set.of("nin", "nout", "kernelSize");

  /** Only duplicates that are refused cannot be read in one way here and in another later. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ConfigurationText() {}

  /** Says what is wrong with it. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }
  }

  /**
   * Reads nothing but the text.
   *
   * @return it, with {@link FormerLayers} replaced
   * @throws Refused when it is not JSON, or not of a network as Catwalk makes them
   */
  static String check(byte[] json) throws Refused {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new Refused("not the JSON of a network (" + firstLine(e) + ")");
    }
    if (!(root instanceof ObjectNode network)) {
      throw new Refused("not the JSON of a network");
    }
    FormerLayers.replace(network);
    walk("", network);
    return network.toString();
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static void walk(String place, JsonNode node) throws Refused {
    if (node.isObject()) {
      checkType(place, node);
      checkExtent(node);
    }
    for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> field = all.next();
      if (field.getKey().equals("weights") && !field.getValue().isNull()) {
        throw new Refused("weights: no loss of Catwalk's networks has weights");
      }
      walk(field.getKey(), field.getValue());
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        walk(place, item);
      }
    }
  }

  private static void checkType(String place, JsonNode object) throws Refused {
    JsonNode type = object.get(TYPE);
    if (type == null && PLAIN.contains(place)) {
      return;
    }
    // Without a class an object is of a format that this Catwalk never wrote.
    String name = type == null ? "none" : type.asText();
    if (type == null || !type.isTextual() || !KnownTypes.contains(name)) {
      throw new Refused(
          String.format(
              Locale.ROOT,
              "the class %s of %s is none of those that Catwalk's networks are made of",
              shown(name),
              shown(place)));
    }
  }

  private static String shown(String text) {
    String printable = text.replaceAll("\\p{C}", "?");
    return printable.length() <= 100 ? printable : printable.substring(0, 100) + "…";
  }

  private static void checkExtent(JsonNode object) throws Refused {
    double product = 1;
    for (String name : EXTENTS) {
      JsonNode value = object.path(name);
      for (JsonNode number : value.isArray() ? value : MAPPER.createArrayNode().add(value)) {
        product *= number.isNumber() ? Math.max(1, number.asDouble()) : 1;
      }
    }
    if (product > Integer.MAX_VALUE) {
      throw new Refused(
          String.format(
              Locale.ROOT, "a layer of %.0f weights; expected at most 2147483647", product));
    }
  }
}
