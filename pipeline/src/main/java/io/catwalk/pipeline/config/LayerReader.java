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

  private static final Map<String, Function<LayerOptions, Block>> KINDS = kinds();

  private final String key;
  private final LayerOptions.Complaint complaint;
  private final List<Object> effective = new ArrayList<>();

  /**
   * @param key of the list, for messages
   */
  LayerReader(String key, LayerOptions.Complaint complaint) {
    this.key = key;
    this.complaint = complaint;
  }

  private static Map<String, Function<LayerOptions, Block>> kinds() {
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
    kinds.put(
        "dense",
        options ->
            new DenseBlock(
                options.integer("units", 1, MOST_MAPS),
                options.constant("activation", ActivationFunction.RELU)));
    kinds.put("global-pool", options -> new MeanBlock());
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
        options.integer("stride", 1, LONGEST_SIDE, kernel));
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
    Function<LayerOptions, Block> reading = KINDS.get(kind);
    if (reading == null) {
      complaint.of(
          path,
          value,
          "unknown layer " + kind + "; known are " + String.join(", ", KINDS.keySet()));
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
