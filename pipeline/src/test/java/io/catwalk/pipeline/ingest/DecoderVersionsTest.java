package io.catwalk.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which libraries read files from strangers: none older than the fixes of what was known against
 * them in November 2026, and no other than was looked at.
 */
class DecoderVersionsTest {

  /** As the natives themselves tell: libwebp names its interface, 0x0210 came after 1.3.2's. */
  @ParameterizedTest
  @CsvSource({
    "ZLib, build (ver 1.3.1)",
    "JPEG, build-libjpeg-turbo (ver 3.1.2-70)",
    "WEBP, 'build (ver decoder: 0x0210, encoder: 0x0210, demux: 0x0107)'",
    "AVIF, NO",
    "PNG, build (ver 1.6.53)",
    "TIFF, build (ver 42 - 4.7.1)",
  })
  void theNativesSayTheirVersions(String library, String version) {
    String told = opencv_core.getBuildInformation().getString();
    Matcher line = Pattern.compile("(?m)^    " + library + ": +(.*)$").matcher(told);
    assertThat(line.find()).as(told).isTrue();
    assertThat(line.group(1).strip()).isEqualTo(version);
  }

  /** JavaCPP compares the releases of its presets, and would print a line for each that differs. */
  @ParameterizedTest
  @CsvSource({"openblas", "opencv", "dnnl"})
  void allPresetsAreOfOneRelease(String preset) {
    assertThat(Loader.checkVersion("org.bytedeco", preset)).isTrue();
  }

  @Test
  void archivesAreReadByALibraryWithoutKnownFaults() {
    String jar = TarFile.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    Matcher version = Pattern.compile("commons-compress-1\\.(\\d+)\\.").matcher(jar);
    assertThat(version.find()).as(jar).isTrue();
    assertThat(Integer.parseInt(version.group(1))).as(jar).isGreaterThanOrEqualTo(28);
  }
}
