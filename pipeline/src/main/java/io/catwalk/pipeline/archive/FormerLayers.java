package io.catwalk.pipeline.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwalk.models.layers.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Puts Deeplearning4j's layers in the place of Catwalk 0.1.0's own, which computed the same from
 * the same parameters, in the JSON of a stored network. One of those could be a convolution or a
 * normalisation with its activation and pooling, so that layers behind it move up.
 */
final class FormerLayers {

  private static final String TYPE = "@class";
  private static final String FORMER = "io.catwalk.models.layers.";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Map<String, Class<? extends Layer>> SUCCESSORS =
      Map.of(
          FORMER + "NativeConvolution", ConvolutionLayer.class,
          FORMER + "NativePooling", SubsamplingLayer.class,
          FORMER + "NativeBatchNormalisation", BatchNormalization.class,
          FORMER + "NativeDense", DenseLayer.class,
          FORMER + "NativeOutput", OutputLayer.class);

  private FormerLayers() {}

  /** Changes the network in place; one without such layers stays as it is. */
  static void replace(ObjectNode network) {
    if (!(network.get("confs") instanceof ArrayNode layers)) {
      return;
    }
    List<JsonNode> renewed = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (JsonNode layer : layers) {
      places.add(renewed.size());
      renewed.addAll(renewed(layer));
    }
    if (places.isEmpty()) {
      return;
    }
    layers.removeAll().addAll(renewed);
    for (int i = 0; i < renewed.size(); i++) {
      if (layers.get(i).path("layer") instanceof ObjectNode settings
          && settings.path("layerName").asText().matches("layer\\d{1,4}")) {
        settings.put("layerName", "layer" + i);
      }
    }
    movePreprocessors(network, places);
  }

  /** What takes the place of one layer. */
  private static List<JsonNode> renewed(JsonNode configuration) {
    if (!(configuration.path("layer") instanceof ObjectNode layer)) {
      return List.of(configuration);
    }
    Class<? extends Layer> successor = SUCCESSORS.get(layer.path(TYPE).asText());
    if (successor == null) {
      return List.of(configuration);
    }
    layer.put(TYPE, successor.getName());
    JsonNode pool = layer.path("pool");
    boolean relu = layer.path("relu").asBoolean();
    layer.remove(List.of("pool", "relu", "inputGradient", "weighted"));
    List<JsonNode> all = new ArrayList<>(List.of(configuration));
    if (relu) {
      all.add(like(configuration, json(Layers.activation(Activation.RELU))));
    }
    if (pool.isObject()) {
      ObjectNode pooling = json(Layers.maxPool(2, 2));
      pooling.set("kernelSize", pool.path("kernel"));
      pooling.set("stride", pool.path("stride"));
      all.add(like(configuration, pooling));
    }
    return all;
  }

  private static JsonNode like(JsonNode configuration, ObjectNode layer) {
    ObjectNode like = configuration.deepCopy();
    like.set("layer", layer.put("layerName", "layer0"));
    like.putArray("variables");
    return like;
  }

  private static ObjectNode json(Layer layer) {
    try {
      return (ObjectNode)
          MAPPER.readTree(NeuralNetConfiguration.mapper().writeValueAsString(layer));
    } catch (JsonProcessingException | org.nd4j.shade.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("Deeplearning4j writes its layers as JSON", e);
    }
  }

  private static void movePreprocessors(ObjectNode network, List<Integer> places) {
    if (!(network.get("inputPreProcessors") instanceof ObjectNode former)) {
      return;
    }
    ObjectNode moved = MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> preprocessor : former.properties()) {
      String place = preprocessor.getKey();
      boolean known = place.matches("\\d{1,4}") && Integer.parseInt(place) < places.size();
      moved.set(
          known ? Integer.toString(places.get(Integer.parseInt(place))) : place,
          preprocessor.getValue());
    }
    network.set("inputPreProcessors", moved);
  }
}
