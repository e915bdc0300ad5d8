package io.catwalk.pipeline.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.catwalk.models.blocks.ActivationBlock;
import io.catwalk.models.blocks.ActivationFunction;
import io.catwalk.models.blocks.Block;
import io.catwalk.models.blocks.ConvBlock;
import io.catwalk.models.blocks.DenseBlock;
import io.catwalk.models.blocks.DropoutBlock;
import io.catwalk.models.blocks.MeanBlock;
import io.catwalk.models.blocks.NormBlock;
import io.catwalk.models.blocks.PoolBlock;
import io.catwalk.models.blocks.ResidualBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code model.layers}: a list of {@code { kind { option = value, … } }}. */
final class LayerReader {

  private static final int MOST_MAPS = 65_536;
  private static final int LONGEST_SIDE = 4096;

  private static final Map<String, Function<LayerOptions, Block>> MAPS = maps();
  private static final Map<String, Function<LayerOptions, Block>> KINDS = kinds();

  private final String key;
  private final LayerOptions.Complaint complaint;
  private final Map<String, Function<LayerOptions, Block>> known;
  private final List<Object> effective = new ArrayList<>();

  /**
   * @param key of the list, for messages
   */
  LayerReader(String key, LayerOptions.Complaint complaint) {
    this(key, complaint, KINDS);
  }

  private LayerReader(
      String key,
      LayerOptions.Complaint complaint,
      Map<String, Function<LayerOptions, Block>> known) {
    this.key = key;
    this.complaint = complaint;
    this.known = known;
  }

  /** Reads layers that make maps of maps alone. */
  static LayerReader ofMaps(String key, LayerOptions.Complaint complaint) {
    return new LayerReader(key, complaint, MAPS);
  }

  private static Map<String, Function<LayerOptions, Block>> maps() {
    Map<String, Function<LayerOptions, Block>> kinds = new LinkedHashMap<>();
    kinds.put("conv", LayerReader::conv);
    kinds.put("pool", LayerReader::pool);
    kinds.put(
        "norm", options -> new NormBlock(options.constant("activation", ActivationFunction.RELU)));
    kinds.put(
        "activation",
        options -> new ActivationBlock(options.constant("function", ActivationFunction.RELU)));
    kinds.put(
        "dropout",
        options ->
            new DropoutBlock(options.number("rate", x -> x >= 0 && x < 1, "from 0 to below 1", 0)));
    return kinds;
  }

  private static Map<String, Function<LayerOptions, Block>> kinds() {
    Map<String, Function<LayerOptions, Block>> kinds = new LinkedHashMap<>(MAPS);
    kinds.put(
        "dense",
        options ->
            new DenseBlock(
                options.integer("units", 1, MOST_MAPS),
                options.constant("activation", ActivationFunction.RELU)));
    kinds.put("global-pool", options -> new MeanBlock());
    kinds.put("residual", LayerReader::residual);
    return kinds;
  }

  private static Block conv(LayerOptions options) {
    return new ConvBlock(
        options.integer("filters", 1, MOST_MAPS),
        options.integer("kernel", 1, LONGEST_SIDE),
        options.integer("stride", 1, LONGEST_SIDE, 1),
        options.integer("padding", 0, LONGEST_SIDE, 0),
        options.flag("bias", true),
        options.constant("activation", ActivationFunction.IDENTITY));
  }

  private static Block pool(LayerOptions options) {
    int kernel = options.integer("kernel", 1, LONGEST_SIDE);
    return new PoolBlock(
        options.constant("type", PoolBlock.Kind.MAX),
        kernel,
        options.integer("stride", 1, LONGEST_SIDE, kernel),
        options.integer("padding", 0, kernel / 2, 0));
  }

  private static Block residual(LayerOptions options) {
    List<Block> layers = options.layersOfMaps("layers");
    ResidualBlock.Shortcut shortcut = options.constant("shortcut", ResidualBlock.Shortcut.IDENTITY);
    ActivationFunction activation = options.constant("activation", ActivationFunction.RELU);
    if (layers.isEmpty()) {
      return new ActivationBlock(activation);
    }
    boolean convolves = layers.stream().anyMatch(ConvBlock.class::isInstance);
    if (shortcut != ResidualBlock.Shortcut.IDENTITY && !convolves) {
      options.complain("shortcut", "expected identity where there is no conv among layers");
    }
    return new ResidualBlock(
        layers, convolves ? shortcut : ResidualBlock.Shortcut.IDENTITY, activation);
  }

  /** Empty where the value is no list; what else is wrong is complained of. */
  Optional<List<Block>> read(ConfigValue value) {
    if (!(value instanceof ConfigList list)) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      layer(key + "[" + i + "]", list.get(i)).ifPresent(blocks::add);
    }
    return Optional.of(blocks);
  }

  private Optional<Block> layer(String path, ConfigValue value) {
    if (!(value instanceof ConfigObject layer)
        || layer.size() != 1
        || !(layer.values().iterator().next() instanceof ConfigObject)) {
      complaint.of(
          path, value, "expected one layer, such as { conv { filters = 32, kernel = 3 } }");
      return Optional.empty();
    }
    String kind = layer.keySet().iterator().next();
    Function<LayerOptions, Block> reading = known.get(kind);
    if (reading == null) {
      complaint.of(
          path,
          value,
          "unknown layer " + kind + "; known are " + String.join(", ", known.keySet()));
      return Optional.empty();
    }
    LayerOptions options =
        new LayerOptions(path + "." + kind, (ConfigObject) layer.get(kind), complaint);
    Block block = reading.apply(options);
    effective.add(Map.of(kind, options.finish()));
    return Optional.of(block);
  }

  /** The layers that were read, with every option. */
  List<Object> effective() {
    return effective;
  }
}
