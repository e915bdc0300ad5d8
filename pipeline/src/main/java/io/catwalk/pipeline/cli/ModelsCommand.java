package io.catwalk.pipeline.cli;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.LayerSummary;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import io.catwalk.pipeline.cli.console.Figures;
import io.catwalk.pipeline.cli.console.Table;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The networks and their layers. */
@Command(
    name = "models",
    description = {
      "Lists the networks that model.name can choose, or the layers of one, or those of an experiment's own (model.layers).",
      "",
      "Shapes are channels@height×width; parameters are counted for the input that the network was designed for."
    },
    footer = {
      "  catwalk models",
      "  catwalk models lenet5 --classes 2",
      "  catwalk models --config mine.conf"
    })
final class ModelsCommand implements Runnable {

  /**
   * One network.
   *
   * @param input the shape that it was designed for, or that of the experiment's images
   * @param classes that the parameters are counted for
   */
  record Entry(String name, String description, ImageShape input, int classes, long parameters) {}

  /** One network with its layers. */
  record Details(Entry model, List<LayerSummary> layers) {}

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The network whose layers to show. Default: list all.")
  private String name;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Shows the network of an experiment, for the images that it says.")
  private String experiment;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "10",
      description = "Number of classes, at least 2. Default: ${DEFAULT-VALUE}.")
  private int classes;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  private final Services services;

  ModelsCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    if (classes < 2) {
      throw wrong("--classes " + classes + ": expected a whole number of at least 2");
    }
    if (experiment != null && name != null) {
      throw wrong("NAME and --config: expected one of them");
    }
    if (experiment != null) {
      ExperimentConfig config =
          services.loader().load(new ConfigSources(Map.of(), List.of(), false).of(experiment));
      show(config.model().definition(config.data().shape()), config.data().shape());
    } else if (name == null) {
      list();
    } else if (ModelCatalog.names().contains(name)) {
      show(ModelCatalog.get(name), ModelCatalog.get(name).designShape());
    } else {
      throw wrong(
          "unknown network " + name + "; known are " + String.join(", ", ModelCatalog.names()));
    }
  }

  private void list() {
    List<Entry> entries =
        ModelCatalog.all().stream()
            .map(model -> entry(model, model.designShape(), layers(model, model.designShape())))
            .toList();
    if (json) {
      services.console().resultAsJson(entries);
      return;
    }
    Table table = new Table("MODEL", "INPUT", ">PARAMETERS", "DESCRIPTION");
    for (Entry entry : entries) {
      table.row(
          entry.name(),
          entry.input().toString(),
          Figures.count(entry.parameters()),
          entry.description());
    }
    services.console().result(table.toString());
  }

  private void show(ModelDefinition model, ImageShape shape) {
    List<LayerSummary> layers = layers(model, shape);
    Entry entry = entry(model, shape, layers);
    if (json) {
      services.console().resultAsJson(new Details(entry, layers));
      return;
    }
    Table table = new Table(">LAYER", "NAME", "TYPE", ">OUTPUT", ">PARAMETERS");
    for (LayerSummary layer : layers) {
      table.row(
          Integer.toString(layer.index()),
          layer.name(),
          layer.type(),
          layer.output(),
          Figures.count(layer.parameters()));
    }
    List<String> lines = new ArrayList<>();
    lines.add(entry.name() + ": " + entry.description());
    lines.add("input " + entry.input() + ", " + classes + " classes");
    lines.add("");
    lines.add(table.toString());
    lines.add(Figures.count(entry.parameters()) + " parameters");
    services.console().result(String.join("\n", lines));
  }

  private Entry entry(ModelDefinition model, ImageShape shape, List<LayerSummary> layers) {
    return new Entry(
        model.name(),
        model.description(),
        shape,
        classes,
        layers.stream().mapToLong(LayerSummary::parameters).sum());
  }

  private List<LayerSummary> layers(ModelDefinition model, ImageShape shape) {
    return LayerSummary.of(model.configure(shape, Hyperparameters.forInspection(classes)), shape);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
