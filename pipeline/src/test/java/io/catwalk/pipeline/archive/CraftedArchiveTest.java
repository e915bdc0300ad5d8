package io.catwalk.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.model.ModelArchive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives of somebody who means harm end with one line, before anything is made of them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CraftedArchiveTest {

  private static final int HEADER = 2 + 16 + 8 + 2 + 4;
  private static final String PRELU = "org.deeplearning4j.nn.conf.layers.PReLULayer";

  static Stream<Arguments> refused() {
    byte[] none = {};
    return Stream.of(
        arguments(CraftedZip.start().withObject("an object"), "preprocessor.bin"),
        arguments(CraftedZip.start().withObject(CraftedZip.nested(60)), "preprocessor.bin"),
        arguments(CraftedZip.start().with("normalizer.bin", none), "normalizer.bin"),
        arguments(CraftedZip.start().with("../../.bashrc", none), "../../.bashrc"),
        arguments(CraftedZip.start().with("/etc/passwd", none), "/etc/passwd"),
        arguments(CraftedZip.start().with("./configuration.json", none), "./configuration.json"),
        arguments(CraftedZip.start().with("line\nbreak", none), "line?break"),
        arguments(CraftedZip.start().with("configuration.json/", none), "configuration.json/"),
        arguments(CraftedZip.start().with("configuration.json", none), "there twice"),
        arguments(CraftedZip.start().with("coefficients.bin", none), "there twice"),
        arguments(CraftedZip.start().without(Entry.CARD), "holds no catwalk.json"),
        arguments(CraftedZip.start().without(Entry.CONFIGURATION), "holds no configuration.json"),
        arguments(CraftedZip.start().without(Entry.PARAMETERS), "coefficients.bin: missing"));
  }

  static Stream<Arguments> refusedConfigurations() {
    return Stream.of(
        configuration(
            "gadget",
            with("\"iupdater\" : {\n", "\"x\" : {\"@class\":\"java.util.HashMap\"}, "),
            "java.util.HashMap"),
        configuration(
            "a layer of Deeplearning4j that Catwalk's networks have not",
            text -> text.replace("org.deeplearning4j.nn.conf.layers.DenseLayer", PRELU),
            PRELU),
        configuration(
            "an object without a class",
            text -> text.replaceFirst("\"@class\" : \"[^\"]*ActivationReLU\",", ""),
            "the class none of activationFn"),
        configuration(
            "a class twice",
            text -> text.replaceFirst("\"@class\"", "\"@class\" : \"" + PRELU + "\", \"@class\""),
            "Duplicate field"),
        configuration(
            "weights of a loss",
            text ->
                text.replace(
                    "\"softmaxClipEps\"", "\"weights\" : {\"@class\":\"x\"}, \"softmaxClipEps\""),
            "weights"),
        configuration("depth", text -> "[".repeat(100_000), "nesting depth"),
        configuration("more behind it", text -> text + "{}", "Trailing token"),
        configuration("no object", text -> "1", "not the JSON of a network"),
        configuration(
            "an overflow",
            text -> text.replace("\"nout\" : 120", "\"nout\" : 4611686018427387904"),
            "a layer of"),
        configuration(
            "a negative size", text -> text.replace("\"nout\" : 84", "\"nout\" : -84"), "-"),
        configuration(
            "a step of nothing",
            text -> text.replaceFirst("\"stride\" : \\[ 1, 1 ]", "\"stride\" : [ 0, 0 ]"),
            "configuration.json"),
        configuration(
            "a padding below zero",
            text -> text.replaceFirst("\"padding\" : \\[ 0, 0 ]", "\"padding\" : [ -1, -1 ]"),
            "damaged (Padding height can not be negative"),
        configuration(
            "no activation",
            text -> text.replaceFirst("(?s)\"activationFn\" : \\{.*?}", "\"activationFn\" : null"),
            "damaged ("),
        configuration(
            "a padding of gigabytes",
            text ->
                text.replaceFirst("\"padding\" : \\[ 0, 0 ]", "\"padding\" : [ 100000, 100000 ]"),
            "values of an image"),
        configuration(
            "other classes", text -> text.replace("\"nout\" : 2,", "\"nout\" : 3,"), "2 classes"),
        configuration("size", text -> text + " ".repeat(5 << 20), "longer than"));
  }

  private static UnaryOperator<String> with(String before, String more) {
    return text -> text.replaceFirst(java.util.regex.Pattern.quote(before), before + more);
  }

  private static Arguments configuration(String what, UnaryOperator<String> change, String reason) {
    return arguments(
        CraftedZip.start().edit(Entry.CONFIGURATION, change), "configuration.json: ", reason, what);
  }

  static Stream<Arguments> refusedArrays() {
    return Stream.of(
        array("a huge shape", bytes -> putLong(bytes, HEADER + 8 + 2, 1L << 40), "declares"),
        array("a huge row", bytes -> putLong(bytes, length(bytes), 1L << 40), "declares"),
        array("a huge rank", bytes -> putLong(bytes, HEADER + 2, 1L << 40), "rank"),
        array("half", bytes -> Arrays.copyOf(bytes, bytes.length / 2), "damaged"),
        array("a header alone", bytes -> Arrays.copyOf(bytes, 5), "damaged"),
        array("nothing", bytes -> new byte[0], "damaged"),
        array("more", bytes -> Arrays.copyOf(bytes, bytes.length + 4), "goes on"),
        array("NaN", bytes -> putFloat(bytes, Float.NaN), "value 7 of "),
        array("infinity", bytes -> putFloat(bytes, Float.NEGATIVE_INFINITY), "is -Infinity; "),
        array("doubles", bytes -> replace(bytes, "FLOAT", "INT32"), "no array of 32-bit floats"),
        array(
            "a compressed array",
            bytes -> replace(bytes, "MIXED_DATA_TYPES", "LONG_SHAPE_DATA_"),
            "no array of 32-bit floats"));
  }

  private static Arguments array(String what, UnaryOperator<byte[]> change, String reason) {
    return arguments(change, reason, what);
  }

  private static byte[] putLong(byte[] bytes, int at, long value) {
    byte[] changed = bytes.clone();
    ByteBuffer.wrap(changed).putLong(at - 2, value);
    return changed;
  }

  private static byte[] putFloat(byte[] bytes, float value) {
    byte[] changed = bytes.clone();
    int values = length(bytes) - 2 + Long.BYTES + 2 + "FLOAT".length();
    ByteBuffer.wrap(changed).putFloat(values + 7 * Float.BYTES, value);
    return changed;
  }

  /** Where the number of values stands, behind the buffer of the shape. */
  private static int length(byte[] bytes) {
    long words = ByteBuffer.wrap(bytes).getLong(2 + 16);
    return (int) (HEADER + words * 8 + 2 + 16) + 2;
  }

  private static byte[] replace(byte[] bytes, String from, String to) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replace(from, to)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void entriesOfNoModel(CraftedZip zip, String told) {
    assertRefused(zip.bytes(), told);
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("refusedConfigurations")
  void configurationsOfNoNetwork(CraftedZip zip, String entry, String told, String what) {
    assertRefused(zip.bytes(), entry, told);
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("refusedArrays")
  void arraysThatTheConfigurationDoesNotMake(
      UnaryOperator<byte[]> change, String told, String what) {
    for (Entry entry : new Entry[] {Entry.PARAMETERS, Entry.UPDATER}) {
      assertRefused(
          CraftedZip.start().change(entry, change).bytes(), entry.path() + ": damaged", told);
    }
  }

  @Test
  void aBombIsNotDecompressedFurtherThanAModelGoes() {
    byte[] bomb =
        CraftedZip.start().change(Entry.UPDATER, bytes -> Arrays.copyOf(bytes, 500 << 20)).bytes();
    assertThat(bomb.length).isLessThan(2 << 20);

    assertRefused(bomb, "updaterState.bin", "goes on");
  }

  @Test
  void aConfigurationOfAnotherSize() {
    byte[] zip =
        CraftedZip.start()
            .edit(Entry.CONFIGURATION, text -> text.replace("\"nout\" : 120", "\"nout\" : 121"))
            .bytes();

    assertRefused(zip, "coefficients.bin: damaged (the configuration makes ");
  }

  @Test
  void kilobytesDoNotMakeANetworkOfGigabytes() {
    byte[] zip =
        CraftedZip.start()
            .edit(Entry.CONFIGURATION, text -> text.replace("\"nout\" : 84", "\"nout\" : 2000000"))
            .edit(Entry.CONFIGURATION, text -> text.replace("\"nin\" : 84", "\"nin\" : 2000000"))
            .bytes();

    assertRefused(zip, "coefficients.bin", "cannot be the 246004614 values");
  }

  @Test
  void aCardOfANewerCatwalk() {
    byte[] zip = card("\"schema_version\" : 1", "\"schema_version\" : 2");

    assertThatThrownBy(() -> ModelArchive.read(zip, "model.zip"))
        .isInstanceOf(CatwalkException.class)
        .hasMessageStartingWith(
            "Cannot read model.zip!/catwalk.json: schema_version 2, expected 1");
  }

  @Test
  void cardsThatSendAnywhereElse() {
    assertRefused(card("\"pets\"", "\"../../elsewhere\""), "catwalk.json", "without /");
    assertRefused(card("\"lenet5\"", "\"..\""), "catwalk.json", "without /");
    assertRefused(card("\"cat\", \"dog\"", "\"cat\", \"cat\""), "names of classes");
    assertRefused(card("\"cat\", \"dog\"", "\"cat\", \"\""), "names of classes");
    assertRefused(card("[ 0.5 ]", "[ \"NaN\" ]"), "a mean and a deviation");
    for (String deviation : List.of("0", "-0.25", "1e-300")) {
      assertRefused(
          card("[ 0.25 ]", "[ " + deviation + " ]"), "catwalk.json", "a deviation above 0");
    }
    assertRefused(card("[ 0.5 ]", "[ 1e300 ]"), "catwalk.json", "no finite numbers of pixels");
    assertThatThrownBy(
            () ->
                ModelArchive.read(
                    CraftedZip.start().edit(Entry.CARD, text -> "null").bytes(), "model.zip"))
        .isInstanceOf(CatwalkException.class)
        .hasMessageContaining("null alone");
    assertRefused(card("\"fit\"", "\"mangle\""), "catwalk.json", "resize");
    assertRefused(card("[ 0.5 ]", "[ ]"), "catwalk.json", "a mean and a deviation");
    assertRefused(card("\"height\" : 16", "\"height\" : 1000000000"), "catwalk.json", "values");
  }

  private static byte[] card(String from, String to) {
    return CraftedZip.start()
        .edit(
            Entry.CARD,
            text -> {
              assertThat(text).contains(from);
              return text.replace(from, to);
            })
        .bytes();
  }

  @Test
  void noBytesEndInAnythingButALine() {
    byte[] sound = CraftedZip.sound();
    for (int length = 0; length < sound.length; length += 1 + length / 3) {
      assertRefused(Arrays.copyOf(sound, length), "model.zip");
    }
    for (int at = 0; at < 400; at++) {
      for (int place : new int[] {at, sound.length - 1 - at}) {
        byte[] changed = sound.clone();
        changed[place] ^= (byte) 0xff;
        try {
          ModelArchive.read(changed, "model.zip");
        } catch (CatwalkException e) {
          assertThat(e.exitCode()).isEqualTo(ExitCode.DATA);
        }
      }
    }
  }

  private static void assertRefused(byte[] archive, String... told) {
    long before = System.nanoTime();
    assertThatThrownBy(() -> ModelArchive.read(archive, "model.zip"))
        .isInstanceOfSatisfying(
            CatwalkException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.DATA);
              assertThat(e.getMessage()).startsWith("model.zip: ").contains(told);
              assertThat(e.getMessage().lines()).hasSize(1);
            });
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)).isLessThan(30);
  }
}
