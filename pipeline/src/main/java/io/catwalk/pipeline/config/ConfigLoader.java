package io.catwalk.pipeline.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.catwalk.models.ImageShape;
import io.catwalk.models.blocks.Block;
import io.catwalk.models.blocks.BlockLayers;
import io.catwalk.models.blocks.MisfitException;
import io.catwalk.pipeline.CatwalkException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads an experiment's configuration: documented defaults, then the experiment's file, then JVM
 * system properties, then the command line.
 */
public final class ConfigLoader {

  private static final int FEWEST_CLASSES = 2;

  private final KnownModels models;

  public ConfigLoader(KnownModels models) {
    this.models = models;
  }

  /**
   * Reads, lays over each other and checks all sources.
   *
   * @throws io.catwalk.pipeline.CatwalkException (usage) that names every mistake, each in a line
   *     with its place, key, value and what is allowed
   */
  public ExperimentConfig load(ConfigSources sources) {
    Mistakes mistakes = new Mistakes();
    Settings settings = Layers.merge(sources, mistakes);
    // A file that cannot be read would make the keys that it holds look forgotten.
    boolean complete = mistakes.isEmpty();
    SectionReader sections = new SectionReader(settings, models.names());
    ExperimentConfig config = sections.read();
    if (complete && sources.imagesNeeded() && config.data().source().isEmpty()) {
      mistakes.add(
          "data.source: not set; expected the folder, archive or glob of the images"
              + " (--set data.source=PATH, or in the file that --config names)");
    }
    crossCheck(config, settings);
    mistakes.throwIfAny();
    return config;
  }

  /** The effective configuration as one JSON object. */
  public static String json(ExperimentConfig config) {
    return ConfigFactory.parseString(config.effective())
        .root()
        .render(ConfigRenderOptions.concise().setFormatted(true));
  }

  /** The effective configuration, key by key. */
  public static SortedMap<String, String> settings(ExperimentConfig config) {
    return settings(config.effective());
  }

  /**
   * An effective configuration, key by key.
   *
   * @param effective as {@link ExperimentConfig#effective} has it
   * @throws CatwalkException (data) when it is damaged
   */
  public static SortedMap<String, String> settings(String effective) {
    SortedMap<String, String> settings = new TreeMap<>();
    try {
      ConfigFactory.parseString(effective)
          .entrySet()
          .forEach(entry -> settings.put(entry.getKey(), text(entry.getValue())));
    } catch (ConfigException e) {
      throw CatwalkException.data("Cannot read a stored configuration: " + Origins.describe(e), e);
    }
    return settings;
  }

  private static String text(ConfigValue value) {
    return String.valueOf(value.unwrapped());
  }

  private void crossCheck(ExperimentConfig config, Settings settings) {
    new LearningChecks(settings, config).run();
    DatasetConfig data = config.data();
    if (settings.sound("data.validation-percent", "data.test-percent")
        && data.validationPercent() + data.testPercent() >= 100) {
      settings.reject(
          settings.blamed("data.test-percent", "data.validation-percent"),
          "expected data.validation-percent + data.test-percent below 100, found "
              + (data.validationPercent() + data.testPercent()));
    }
    int named = data.classes().size();
    int classes = config.model().classes();
    if (settings.sound("data.classes", "model.classes")
        && named > 0
        && classes > 0
        && named != classes) {
      settings.reject(
          "model.classes", "expected 0 or the number of data.classes, which is " + named);
    }
    checkStart(config.model(), settings);
    if (config.cluster().accelerator().gpu()
        && config.train().master() == TrainingConfig.Master.STOCK) {
      settings.reject(
          settings.blamed("train.accelerator", "train.master"),
          "expected train.master = resident with train.accelerator = gpu; stock knows no devices");
    }
    if (config.train().compute().gpu()
        && config.train().compute().layers() == ComputeConfig.Layers.STOCK) {
      settings.reject(
          settings.blamed("train.accelerator", "train.layers"),
          "expected train.layers = engine with train.accelerator = gpu; stock ones compute on CPUs");
    }
    if (!config.model().start().isStored()
        && settings.sound(
            "model.name",
            "model.layers",
            "data.shape.height",
            "data.shape.width",
            "data.shape.channels")) {
      checkShape(config, settings, Math.max(FEWEST_CLASSES, Math.max(named, classes)));
    }
  }

  private static void checkStart(ModelConfig model, Settings settings) {
    if (!model.start().isStored() && !model.start().freezeUntil().isEmpty()) {
      settings.reject("model.freeze-until", "expected model.from (--from) beside it");
    }
  }

  private void checkShape(ExperimentConfig config, Settings settings, int classes) {
    String model = config.model().name();
    ImageShape shape = config.data().shape();
    if (!config.model().layers().isEmpty()) {
      checkLayers(config.model().layers(), shape, settings);
      return;
    }
    models
        .objection(model, shape, classes)
        .ifPresent(
            reason ->
                settings.reject(
                    settings.blamed(
                        "data.shape.height",
                        "data.shape.width",
                        "data.shape.channels",
                        "model.name"),
                    model + " cannot take images of " + shape + ": " + reason));
  }

  private static void checkLayers(List<Block> layers, ImageShape shape, Settings settings) {
    try {
      BlockLayers.outputs(layers, shape);
    } catch (MisfitException misfit) {
      settings.reject(
          "model.layers",
          misfit.index(),
          "does not fit images of " + shape + ": " + misfit.reason());
    }
  }

  /**
   * What a configuration must know of the networks in order to find mistakes before a cluster is
   * asked for anything.
   */
  public interface KnownModels {

    /** Values that {@code model.name} may take. */
    Set<String> names();

    /**
     * Why a network cannot take images of this shape; empty when it can.
     *
     * @param name one of {@link #names}
     * @param classes at least 2
     */
    Optional<String> objection(String name, ImageShape shape, int classes);
  }
}
