package io.catwalk.pipeline.cli.registry;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which version of a model: an argument, or the option that people try first. */
final class RegistryVersion {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "VERSION", description = "Such as v0003.")
  private String argument;

  @Option(names = "--version", paramLabel = "VERSION", description = "The same as an option.")
  private String option;

  /**
   * Null where none was given.
   *
   * @throws ParameterException when two were given
   */
  String given() {
    if (argument != null && option != null) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(
              Locale.ROOT, "VERSION %s and --version %s: expected one of them", argument, option));
    }
    return argument == null ? option : argument;
  }

  /**
   * @throws ParameterException when none was given, or two
   */
  String required() {
    String version = given();
    if (version == null) {
      throw new ParameterException(spec.commandLine(), "Missing VERSION, such as v0003");
    }
    return version;
  }
}
