package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.bench.BenchCommand;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.registry.RegistryCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What stands before every command. */
@Command(
    name = "catwalk",
    scope = ScopeType.INHERIT,
    versionProvider = CatwalkCommand.VersionText.class,
    sortOptions = false,
    usageHelpAutoWidth = false,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Trains image classifiers on a Spark cluster with Deeplearning4j, and judges them.",
      "",
      "The result goes to stdout, everything else to stderr. Settings: catwalk config."
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a bug; its stack trace is on stderr",
      "2:the command line or the configuration is wrong",
      "3:the data is missing, damaged or not what the configuration says",
      "4:Spark or the storage cannot be reached, failed, or would fail",
      "5:another process does the same work already; nothing was done",
      "130:stopped by SIGINT (Ctrl-C)",
      "143:stopped by SIGTERM"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  catwalk init photos                                    a configuration for your own images",
      "  catwalk train-lenet                                    LeNet-5 on Fashion-MNIST",
      "  catwalk train-lenet --master spark://HOST:7077 --storage hdfs://HOST:9000/catwalk",
      "  catwalk train --config mine.conf --set train.epochs=20 --json",
      "  catwalk evaluate --run RUN --dataset cats-vs-dogs",
      "  catwalk report --run RUN --baseline OTHER --open",
      "  catwalk COMMAND --help"
    },
    subcommands = {
      InitCommand.class,
      IngestCommand.class,
      TrainCommand.class,
      TrainLenetCommand.class,
      TuneCommand.class,
      EvaluateCommand.class,
      ReportCommand.class,
      PredictCommand.class,
      ExplainCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      RetrainCommand.class,
      RegistryCommand.class,
      DatasetsCommand.class,
      ModelsCommand.class,
      ServeCheckCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      ConfigCommand.class,
      CompletionCommand.class,
      SyntheticCommand.class,
      SubmissionCommand.class,
      HelpCommand.class
    })
final class CatwalkCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** What {@code --version} prints. */
  static final class VersionText implements IVersionProvider {

    private final Services services;

    VersionText(Services services) {
      this.services = services;
    }

    @Override
    public String[] getVersion() {
      return services.versions().toArray(String[]::new);
    }
  }
}
