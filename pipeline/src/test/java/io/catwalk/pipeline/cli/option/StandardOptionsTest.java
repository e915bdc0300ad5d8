package io.catwalk.pipeline.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.cli.CommandLineRun;
import io.catwalk.pipeline.cli.console.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** No option that ends a command early has the name of one that the command takes. */
class StandardOptionsTest {

  private final CommandLineRun command = new CommandLineRun();

  static Stream<CommandSpec> commands() {
    Console nowhere =
        new Console(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            false,
            80);
    List<CommandSpec> all = new ArrayList<>();
    gather(new CommandLineRun().catwalk(nowhere).commandLine(), all);
    return all.stream();
  }

  private static void gather(CommandLine command, List<CommandSpec> all) {
    all.add(command.getCommandSpec());
    command.getSubcommands().values().forEach(sub -> gather(sub, all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpAloneEndsACommandEarly(CommandSpec spec) {
    List<String> early = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      if (option.usageHelp() || option.versionHelp()) {
        early.addAll(List.of(option.names()));
      }
    }

    if (spec.parent() == null) {
      assertThat(early).containsExactlyInAnyOrder("-h", "--help", "-V", "--version");
    } else {
      assertThat(early).containsExactlyInAnyOrder("-h", "--help");
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandNeverPrintsTheProgramsVersion(CommandSpec spec) {
    if (spec.parent() == null || spec.helpCommand()) {
      return;
    }
    List<String> words = new ArrayList<>(List.of(spec.qualifiedName().split(" ")));
    words.remove(0);
    for (String name : List.of("--version", "-V")) {
      List<String> behind = new ArrayList<>(words);
      behind.add(name);
      command.run(behind.toArray(String[]::new));
      assertThat(command.code).as(behind.toString()).isNotZero();
      assertThat(command.out).isEmpty();

      List<String> before = new ArrayList<>(words);
      before.add(0, name);
      command.run(before.toArray(String[]::new));
      assertThat(command.code).as(before.toString()).isEqualTo(2);
      assertThat(command.out).isEmpty();
      assertThat(command.err).contains("--version stands alone; nothing was done of catwalk ");
    }
  }

  @Test
  void theVersionIsToldWhereItIsAskedForInAWrongPlace() {
    command.run("train-lenet", "--version");

    assertThat(command.code).isEqualTo(2);
    assertThat(command.err)
        .contains("unknown option --version; `catwalk --version` alone prints the program's\n");
    assertThat(command.jobs.config).isNull();
  }
}
