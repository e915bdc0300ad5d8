package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.ShellWord;
import io.catwalk.pipeline.advice.Advice;
import io.catwalk.pipeline.cli.console.SurveyText;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.OutputOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.option.SuitingSettings;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SourceSurvey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From a folder of images to an experiment's file. */
@Command(
    name = "init",
    description = {
      "Looks at images and writes an experiment's file that suits them.",
      "",
      "Says what it saw (classes, sizes, colours, balance, duplicates, damage) and chooses shape, network, epochs, workers and"
          + " augmentation by it, each with its reason. Nothing else is written, and Spark is not started."
    },
    footer = {
      "  catwalk init photos",
      "  catwalk init hdfs:///photos/*.zip --out pets.conf",
      "  catwalk init photos --set data.format=inner-folders"
    })
final class InitCommand implements Runnable {

  /**
   * What {@code --json} prints.
   *
   * @param file that was written
   * @param survey what was seen
   * @param settings that were chosen
   * @param next the command that trains
   */
  record Result(String file, SourceSurvey survey, Map<String, String> settings, String next) {}

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/");

  @Parameters(
      paramLabel = "SOURCE",
      description = "A folder, an archive or a glob of them, on any Hadoop file system.")
  private String source;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write. Default: the dataset's name with .conf.")
  private Path out;

  @Option(names = "--force", description = "Replaces that file.")
  private boolean force;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  private final Services services;

  InitCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    List<ConfigOverride> own = List.of(ConfigOverride.option("SOURCE", "data.source", source));
    ExperimentConfig given = services.loader().load(config.sources(true, own));
    String name = datasetName(source);
    Path file = out != null ? out : Path.of(name + ".conf");
    if (!force && Files.exists(file)) {
      throw there(file);
    }
    SourceSurvey survey = services.jobs().survey(given);
    List<String> seen = SurveyText.lines(survey);
    boolean isFree = !SuitingSettings.choosesNetwork(config.sources(true));
    Advice advice = Advice.of(survey, Advice.cores(given.cluster().master()), isFree);
    write(file, text(seen, name, advice));
    String next = services.program() + " train --config " + ShellWord.of(file.toString());
    output.print(
        services.console(),
        new Result(file.toString(), survey, advice.settings(), next),
        String.join("\n", seen) + "\n\nwrote " + file + "\nnext: " + next);
  }

  /** The experiment's file. */
  private String text(List<String> seen, String name, Advice advice) {
    StringBuilder text = new StringBuilder("# Made by catwalk init, which saw\n");
    seen.forEach(line -> text.append("#   ").append(line).append('\n'));
    text.append("# Every key: catwalk config\n\n");
    text.append("data.name = ").append(quoted(name)).append('\n');
    text.append("data.source = ").append(quoted(whole(source))).append('\n');
    text.append(advice.hocon());
    List<ConfigOverride> given =
        config.sources(true).overrides().stream().filter(InitCommand::isOfTheData).toList();
    if (!given.isEmpty()) {
      text.append("\n# As catwalk init was told.\n");
    }
    for (ConfigOverride each : given) {
      boolean list = each.value().startsWith("[");
      text.append(each.key() + " = " + (list ? each.value() : quoted(each.value())) + "\n");
    }
    return text.toString();
  }

  /** Where things are stored and computed is said when they are. */
  private static boolean isOfTheData(ConfigOverride override) {
    return !override.key().startsWith("storage.") && !override.key().startsWith("cluster.");
  }

  /** As JSON and HOCON have it. */
  private static String quoted(String text) {
    return new String(Json.line(text), StandardCharsets.UTF_8).strip();
  }

  /** A path on this machine from its root, so that the file may be used from anywhere. */
  private static String whole(String source) {
    return URI.matcher(source).lookingAt()
        ? source
        : Path.of(source).toAbsolutePath().normalize().toString();
  }

  /** The last name of the path, without an archive's ending. */
  private static String datasetName(String source) {
    String last = source.replaceFirst("/+$", "").replaceFirst(".*/", "");
    String name =
        last.replaceFirst("(?i)\\.(zip|tar|tar\\.gz|tgz|parquet)$", "")
            .replaceAll("[^A-Za-z0-9._-]+", "-")
            .replaceFirst("^[^A-Za-z0-9]+", "")
            .replaceFirst("-+$", "");
    return name.isEmpty() ? "images" : name.substring(0, Math.min(100, name.length()));
  }

  private void write(Path file, String text) {
    Path beside = Path.of(file + ".incomplete");
    try {
      Files.writeString(beside, text, StandardCharsets.UTF_8);
      if (force) {
        Files.move(
            beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.move(beside, file);
      }
    } catch (FileAlreadyExistsException e) {
      throw there(file);
    } catch (IOException e) {
      throw CatwalkException.usage(
          "--out " + file + ": cannot be written (" + e.getMessage() + ")");
    } finally {
      beside.toFile().delete();
    }
  }

  private static CatwalkException there(Path file) {
    return CatwalkException.usage(
        file + " is there already; choose another name with --out, or replace it with --force");
  }
}
