package io.catwalk.pipeline.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwalk.pipeline.BuildInfo;
import io.catwalk.pipeline.cluster.Script;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code mvn -Prelease} leaves in its folder; {@link TarballIT} unpacks the tarball. */
@EnabledIfSystemProperty(named = "catwalk.release", matches = ".+")
class ReleaseIT {

  private static final String VERSION = BuildInfo.read().version();
  private static final String SUMS = "SHA256SUMS";
  private static final Pattern COPIED = Pattern.compile("(?m)^COPY .*?([^ =]+) /opt");
  private static final long MOST_BYTES_OF_A_LIBRARY = 5_000_000;

  private final Path folder =
      Path.of(System.getProperty("catwalk.release", ".")).toAbsolutePath().normalize();

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.equals(SUMS))
          .toList();
    }
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  /** Files in the folder's Maven repository that a library consists of. */
  private Path library(String name, String end) {
    return folder
        .resolve("maven/io/catwalk")
        .resolve(name)
        .resolve(VERSION)
        .resolve(name + "-" + VERSION + end);
  }

  @Test
  void everyFileHasAChecksumThatHolds() throws IOException {
    Script.at(Path.of("/usr/bin/sha256sum"), folder)
        .run("--check", "--quiet", "--strict", SUMS)
        .expect(0);

    assertThat(
            Files.readAllLines(folder.resolve(SUMS)).stream()
                .map(line -> line.substring(line.indexOf('*') + 1)))
        .containsExactlyInAnyOrderElementsOf(files())
        .contains(
            "CHANGELOG.md",
            "catwalk-" + VERSION + ".jar",
            "catwalk-" + VERSION + ".cdx.json",
            "catwalk-" + VERSION + ".tar.gz",
            "container/catwalk.jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"catwalk-models", "catwalk-pipeline"})
  void aLibraryBringsItsSourcesAndItsDocumentationAndNothingOfOthers(String name)
      throws IOException {
    assertThat(library(name, ".jar")).isRegularFile();
    assertThat(Files.size(library(name, ".jar"))).isLessThan(MOST_BYTES_OF_A_LIBRARY);
    assertThat(entries(library(name, ".jar")))
        .contains("META-INF/LICENSE")
        .noneMatch(entry -> entry.endsWith(".class") && !entry.startsWith("io/catwalk/"));
    assertThat(entries(library(name, "-sources.jar"))).anyMatch(entry -> entry.endsWith(".java"));
    assertThat(entries(library(name, "-javadoc.jar"))).contains("index.html", "element-list");
    assertThat(library(name, ".pom.sha1")).isRegularFile();
    assertThat(library("catwalk", ".pom")).isRegularFile();
  }

  @Test
  void theContainersContextHoldsWhatIsCopied() throws IOException {
    Path context = folder.resolve("container");

    assertThat(COPIED.matcher(Files.readString(context.resolve("Dockerfile"))).results())
        .isNotEmpty()
        .allSatisfy(copy -> assertThat(context.resolve(copy.group(1))).isRegularFile());
  }

  @Test
  void theBillOfMaterialsInsideIsThatBeside() throws IOException {
    try (ZipFile jar = new ZipFile(folder.resolve("catwalk-" + VERSION + ".jar").toFile());
        InputStream inside = jar.getInputStream(jar.getEntry("META-INF/sbom/catwalk.cdx.json"))) {
      assertThat(folder.resolve("catwalk-" + VERSION + ".cdx.json"))
          .hasBinaryContent(inside.readAllBytes());
    }
  }

  /** What scanners find in the jar: each library's own statement of its name and version. */
  @Test
  void theBillOfMaterialsOrTheDocumentNamesWhatScannersFind() throws IOException {
    Map<String, String> billed = billed();
    String document =
        Files.readString(Script.projectRoot().resolve("pipeline/docs/supply-chain.md"));

    assertThat(billed)
        .containsEntry("commons-compress", "1.28.0")
        .containsKeys("commons-io", "commons-lang3", "commons-codec", "zstd-jni", "opencv");
    assertThat(stated()).hasSizeGreaterThan(40);
    stated()
        .forEach(
            (name, version) -> {
              if (!version.equals(billed.get(name))) {
                assertThat(document).as("what ND4J holds copies of").contains(name + " " + version);
              }
            });
  }

  private Map<String, String> billed() throws IOException {
    JsonNode bill =
        new ObjectMapper().readTree(folder.resolve("catwalk-" + VERSION + ".cdx.json").toFile());
    assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
    Map<String, String> billed = new TreeMap<>(Map.of("catwalk-pipeline", VERSION));
    bill.get("components")
        .forEach(part -> billed.put(part.get("name").asText(), part.get("version").asText()));
    return billed;
  }

  private Map<String, String> stated() throws IOException {
    Path jar = folder.resolve("catwalk-" + VERSION + ".jar");
    Map<String, String> stated = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry :
          zip.stream()
              .filter(entry -> entry.getName().endsWith("/pom.properties"))
              .collect(Collectors.toList())) {
        Properties properties = new Properties();
        try (InputStream in = zip.getInputStream(entry)) {
          properties.load(in);
        }
        stated.put(properties.getProperty("artifactId"), properties.getProperty("version"));
      }
    }
    return stated;
  }
}
