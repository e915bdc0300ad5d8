package io.catwalk.models.onnx;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/**
 * One node of a graph that somebody wrote. Whoever reads it asks for all attributes it may have.
 */
final class Operator {

  private final NodeProto node;
  private final Map<String, AttributeProto> attributes = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  Operator(NodeProto node) {
    this.node = node;
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attributes.put(attribute.getName(), attribute) != null) {
        throw misfit("attribute " + OnnxImportException.shown(attribute.getName()) + " twice");
      }
    }
  }

  /** With its domain, where that is not ONNX's own. */
  String type() {
    String domain = node.getDomain();
    boolean own = domain.isEmpty() || domain.equals("ai.onnx");
    return OnnxImportException.shown((own ? "" : domain + ".") + node.getOpType());
  }

  /** For messages: its operator, and its name or that of what it makes. */
  String told() {
    String name =
        node.getName().isEmpty() && node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
    return type() + " \"" + OnnxImportException.shown(name) + "\"";
  }

  /** {@code Conv "conv1": reason}. */
  OnnxImportException misfit(String reason) {
    return new OnnxImportException(told() + ": " + reason);
  }

  /** Empty where it has no such input. */
  Optional<String> input(int index) {
    return index < node.getInputCount() && !node.getInput(index).isEmpty()
        ? Optional.of(node.getInput(index))
        : Optional.empty();
  }

  List<String> inputs() {
    return node.getInputList();
  }

  String output() {
    if (node.getOutputCount() == 0 || node.getOutput(0).isEmpty()) {
      throw misfit("no output");
    }
    return node.getOutput(0);
  }

  long integer(String name, long otherwise) {
    return find(name, AttributeType.INT).map(AttributeProto::getI).orElse(otherwise);
  }

  float real(String name, float otherwise) {
    return find(name, AttributeType.FLOAT).map(AttributeProto::getF).orElse(otherwise);
  }

  Optional<List<Long>> integers(String name) {
    return find(name, AttributeType.INTS).map(AttributeProto::getIntsList);
  }

  String text(String name, String otherwise) {
    return find(name, AttributeType.STRING)
        .map(attribute -> attribute.getS().toStringUtf8())
        .orElse(otherwise);
  }

  Optional<TensorProto> tensor(String name) {
    return find(name, AttributeType.TENSOR).map(AttributeProto::getT);
  }

  /** An attribute of which one value alone can be imported, which is also that of its absence. */
  void expect(String name, long value) {
    long found = integer(name, value);
    if (found != value) {
      throw misfit("attribute " + name + " is " + found + "; expected " + value);
    }
  }

  void expect(String name, float value) {
    float found = real(name, value);
    if (found != value) {
      throw misfit("attribute " + name + " is " + found + "; expected " + value);
    }
  }

  /**
   * @throws OnnxImportException for an attribute that nobody asked for
   */
  void checkAllAsked() {
    for (String name : attributes.keySet()) {
      if (!asked.contains(name)) {
        throw misfit("attribute " + OnnxImportException.shown(name) + " cannot be imported");
      }
    }
  }

  private Optional<AttributeProto> find(String name, AttributeType type) {
    asked.add(name);
    AttributeProto attribute = attributes.get(name);
    if (attribute != null && attribute.getType() != type) {
      throw misfit("attribute " + name + " is no " + type);
    }
    return Optional.ofNullable(attribute);
  }
}
