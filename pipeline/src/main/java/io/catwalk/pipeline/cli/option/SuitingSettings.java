package io.catwalk.pipeline.cli.option;

import io.catwalk.pipeline.advice.Advice;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SourceSurvey;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a training is given where nobody says which network learns from which shape: settings that
 * suit the images, as {@code catwalk init} writes them down.
 */
public final class SuitingSettings {

  private static final List<String> NETWORK = List.of("model.", "data.shape.");

  private SuitingSettings() {}

  /**
   * The same, over settings that suit the images where the user chose no network. What the user
   * says of training wins over them.
   */
  public static ConfigSources under(ConfigSources sources, Services services) {
    if (sources.experiment().isPresent()
        || sources.stored().isPresent()
        || choosesNetwork(sources)) {
      return sources;
    }
    ExperimentConfig config = services.loader().load(sources);
    SourceSurvey survey = services.jobs().survey(config);
    Advice advice = Advice.of(survey, Advice.cores(config.cluster().master()), true);
    services
        .console()
        .say(
            String.format(
                Locale.ROOT,
                "catwalk: chose %s%s, %s×%s in %s, for %,d images of %d classes; catwalk init %s writes the settings down",
                advice.settings().get("model.name"),
                advice.settings().containsKey("model.from")
                    ? " from " + advice.settings().get("model.from")
                    : "",
                advice.settings().get("data.shape.height"),
                advice.settings().get("data.shape.width"),
                advice.settings().get("data.shape.channels").equals("3") ? "colour" : "grey",
                survey.images(),
                survey.classes().size(),
                survey.source()));
    return sources.over(
        new ConfigSources.Stored("the settings that suit the images", advice.hocon()));
  }

  /** Whether the user says something of the network, or of the shape that it takes. */
  public static boolean choosesNetwork(ConfigSources sources) {
    return Stream.concat(
            sources.overrides().stream().map(ConfigOverride::key),
            sources.systemProperties().keySet().stream())
        .anyMatch(key -> NETWORK.stream().anyMatch(key::startsWith));
  }
}
