package io.catwalk.models.engine;

import io.catwalk.models.blocks.Extent;
import io.catwalk.models.learning.Clipping;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * All that a training step and an inference of one network compute, as plain data: forward, loss,
 * and what lies where in DL4J's flattened arrays. The backward pass follows from it.
 *
 * <p>Values form a graph: an operation may read any value that an earlier one wrote, and a value
 * that several read has the sum of their gradients.
 *
 * @param values what flows, for one example; the first is the input
 * @param operations in an order in which every value is written before it is read
 * @param loss at the end; empty for a network without an output layer, which can only infer
 * @param parameters in the order of their offsets, without gaps
 * @param updaters the blocks of the flattened parameters, in order, without gaps
 * @param clipping of the gradient of the mean loss, before penalties and updater; running
 *     statistics are no part of it
 * @param layerOutputs index of the value that comes out of each layer; −1 where there is none,
 *     since the layer behind it is computed together with it
 */
public record Plan(
    List<Extent> values,
    List<Operation> operations,
    Optional<Loss> loss,
    List<Parameter> parameters,
    List<UpdaterBlock> updaters,
    Clipping clipping,
    List<Integer> layerOutputs) {

  public Plan {
    values = List.copyOf(values);
    operations = List.copyOf(operations);
    parameters = List.copyOf(parameters);
    updaters = List.copyOf(updaters);
    layerOutputs = List.copyOf(layerOutputs);
  }

  /**
   * The plan of a network.
   *
   * @param input what one example is
   * @throws UnsupportedNetworkException for the first layer that the engine cannot compute
   */
  public static Plan of(MultiLayerConfiguration network, Extent input, Clipping clipping) {
    return new PlanReader(network, input).read(clipping);
  }

  /** Without clipping. */
  public static Plan of(MultiLayerConfiguration network, Extent input) {
    return of(network, input, Clipping.NONE);
  }

  /** What one example is. */
  public Extent input() {
    return values.get(0);
  }

  /** Index of the value that inference gives: the logits, or the last value without a loss. */
  public int result() {
    return loss.map(Loss::logits).orElse(values.size() - 1);
  }

  /** Numbers that inference gives for an example. */
  public int resultValues() {
    return size(result());
  }

  /** Numbers of a value, for one example. */
  public int size(int value) {
    Extent extent = values.get(value);
    return extent.channels() * extent.height() * extent.width();
  }

  /** Operations that read a value. */
  public List<Operation> readers(int value) {
    return operations.stream().filter(operation -> operation.inputs().contains(value)).toList();
  }

  /** Numbers of all parameters together. */
  public long length() {
    return parameters.isEmpty() ? 0 : parameters.get(parameters.size() - 1).end();
  }

  /** Numbers of all updaters' state together. */
  public long stateLength() {
    return updaters.stream().mapToLong(UpdaterBlock::stateLength).sum();
  }

  /**
   * Softmax with cross entropy over a row of logits: −Σ y·ln p, meant over the minibatch. Its
   * gradient at the logits is p·Σy − y, divided by the minibatch; Σy is an example's weight, 1
   * where targets are probabilities.
   *
   * @param layer index of the output layer
   * @param logits index of the value
   * @param clip p is held between this and 1 − this inside the logarithm
   */
  public record Loss(int layer, int logits, double clip) {}
}
