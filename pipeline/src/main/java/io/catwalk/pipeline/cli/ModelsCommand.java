package io.catwalk.pipeline.cli;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.LayerSummary;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.ModelDefinition;
import java.util.ArrayList;
import java.util.List;
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
      "Lists the networks that model.name can choose, or the layers of one.",
      "",
      "Shapes are channels@height×width; parameters are counted for the input that the network was designed for."
    },
    footer = {"  catwalk models", "  catwalk models lenet5 --classes 2"})
final class ModelsCommand implements Runnable {

  /**
   * One network.
   *
   * @param input the shape that it was designed for
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
    if (name == null) {
      list();
    } else if (ModelCatalog.names().contains(name)) {
      show(ModelCatalog.get(name));
    } else {
      throw wrong(
          "unknown network " + name + "; known are " + String.join(", ", ModelCatalog.names()));
    }
  }

  private void list() {
    List<Entry> entries =
        ModelCatalog.all().stream().map(model -> entry(model, layers(model))).toList();
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

  private void show(ModelDefinition model) {
    List<LayerSummary> layers = layers(model);
    Entry entry = entry(model, layers);
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

  private Entry entry(ModelDefinition model, List<LayerSummary> layers) {
    return new Entry(
        model.name(),
        model.description(),
        model.designShape(),
        classes,
        layers.stream().mapToLong(LayerSummary::parameters).sum());
  }

  private List<LayerSummary> layers(ModelDefinition model) {
    ImageShape shape = model.designShape();
    return LayerSummary.of(model.configure(shape, Hyperparameters.forInspection(classes)), shape);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
