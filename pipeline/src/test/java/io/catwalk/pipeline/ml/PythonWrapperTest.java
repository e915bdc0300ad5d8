package io.catwalk.pipeline.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The stages for PySpark, on a stand-in for PySpark that records what Java would be asked to do. A
 * real one is used by {@link PySparkIT}, where one is at hand.
 */
class PythonWrapperTest {

  private static JsonNode said;

  @BeforeAll
  static void run() throws IOException, InterruptedException {
    ProcessBuilder python = new ProcessBuilder("python3", "src/test/python/recorded_calls.py");
    python.environment().put("PYTHONPATH", "src/test/python/standin:src/main/python");
    python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process;
    try {
      process = python.redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "no python3 on this machine: " + e.getMessage());
      return;
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    said = new ObjectMapper().readTree(printed);
  }

  @Test
  void hasEveryParameterOfTheJavaClassesWithItsType() {
    assertThat(params("CatwalkClassifier")).isEqualTo(types(new CatwalkClassifier().params()));
    assertThat(params("CatwalkModel")).isEqualTo(types(new CatwalkModel("m", null).params()));
    assertThat(said.get("values")).hasToString("[3,true,\"lenet5\",1.0,[]]");
    assertThat(said.get("mistake").asText()).contains("2.5");
  }

  private static Map<String, String> params(String stage) {
    Map<String, String> params = new LinkedHashMap<>();
    said.get("params")
        .get(stage)
        .fields()
        .forEachRemaining(field -> params.put(field.getKey(), field.getValue().asText()));
    return params;
  }

  private static Map<String, String> types(Param<?>[] params) {
    Map<String, String> types = new LinkedHashMap<>();
    Arrays.stream(params).forEach(param -> types.put(param.name(), converter(param)));
    return types;
  }

  private static String converter(Param<?> param) {
    if (param instanceof IntParam || param instanceof LongParam) {
      return "toInt";
    }
    if (param instanceof DoubleParam) {
      return "toFloat";
    }
    if (param instanceof BooleanParam) {
      return "toBoolean";
    }
    return param instanceof StringArrayParam ? "toListString" : "toString";
  }

  @Test
  void callsWhatTheJavaClassesHave() throws ClassNotFoundException {
    assertThat(said.get("calls")).hasSizeGreaterThan(10);
    for (JsonNode call : said.get("calls")) {
      Class<?> type = Class.forName(call.get(0).asText());
      String name = call.get(1).asText();
      Stream<Integer> known =
          name.equals("new")
              ? Stream.of(type.getConstructors()).map(it -> it.getParameterCount())
              : Stream.of(type.getMethods())
                  .filter(it -> it.getName().equals(name))
                  .map(it -> it.getParameterCount());

      assertThat(known).as(type.getSimpleName() + "." + name).contains(call.get(2).asInt());
    }
    assertThat(said.get("said")).hasToString("[[\"cat\",\"dog\"],2,\"00\",\"catwalk_1\"]");
  }
}
