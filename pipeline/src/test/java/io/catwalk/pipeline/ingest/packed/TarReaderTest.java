package io.catwalk.pipeline.ingest.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.ingest.packed.PackedEntry.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {

  private static List<PackedEntry> entries(byte[] tar) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(tar));
    List<PackedEntry> entries = new ArrayList<>();
    for (Optional<PackedEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
      entries.add(e.get());
    }
    return entries;
  }

  /** CVE-2023-42503, and numbers that take a library minutes to make. */
  @ParameterizedTest
  @ValueSource(strings = {"1e100000000", "1e999999999", "-1e-999999999", "many digits"})
  void noTimeTakesTime(String told) {
    String value = told.equals("many digits") ? "9".repeat(1_000_000) : told;
    byte[] tar =
        new TarBlocks()
            .pax("mtime", value)
            .pax("atime", value)
            .pax("SCHILY.dev", value)
            .file("a", "1")
            .ended();

    List<PackedEntry> found =
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> entries(tar));

    assertThat(found).extracting(PackedEntry::name).containsExactly("a");
  }

  @Test
  void aHeaderIsNoDataset() {
    byte[] tar = new TarBlocks().header('x', new byte[] {'p'}, "", 1L << 32).ended();
    assertThatThrownBy(() -> entries(tar))
        .isInstanceOf(IOException.class)
        .hasMessage("a header of 4294967296 bytes, at most 1 MiB is read");
  }

  @Test
  void namesAndSizesOfPaxAndGnuHeadersCount() throws IOException {
    String longName = "x/".repeat(200) + "1.jpg";
    byte[] tar =
        new TarBlocks()
            .pax("path", "größe/" + longName)
            .file("short", "12345")
            .entry('L', "././@LongLink", "", (longName + "\0").getBytes(StandardCharsets.UTF_8))
            .file("short", "1")
            .pax("linkpath", "größe")
            .entry('2', "link", "short", new byte[0])
            .entry('1', "hard", "link", new byte[0])
            .entry('6', "pipe", "", new byte[0])
            .entry('5', "folder/", "", new byte[0])
            .pax("GNU.sparse.name", "holes")
            .file("GNUSparseFile.0/holes", "x")
            .ended();

    List<PackedEntry> found = entries(tar);

    assertThat(found)
        .extracting(PackedEntry::name)
        .containsExactly("größe/" + longName, longName, "link", "hard", "pipe", "folder/", "holes");
    assertThat(found)
        .extracting(PackedEntry::kind)
        .containsExactly(
            Kind.FILE,
            Kind.FILE,
            Kind.SYMBOLIC_LINK,
            Kind.HARD_LINK,
            Kind.OTHER,
            Kind.FOLDER,
            Kind.SPARSE);
    assertThat(found.get(2).link()).isEqualTo("größe");
    assertThat(found.get(3).link()).isEqualTo("link");
  }

  @Test
  void anEndIsToldFromACut() throws IOException {
    byte[] tar = new TarBlocks().file("a", "1").file("b", "2").ended();

    for (int length = 0; length < tar.length; length++) {
      byte[] cut = Arrays.copyOf(tar, length);
      if (length >= tar.length - 512) {
        assertThat(entries(cut)).as("%d bytes", length).hasSize(2);
      } else {
        assertThatThrownBy(() -> entries(cut))
            .as("%d bytes", length)
            .hasMessageContaining("cut off");
      }
    }
  }

  @Test
  void archivesOneBehindTheOtherAreReadBoth() throws IOException {
    byte[] one = new TarBlocks().file("a", "1").ended();
    byte[] other = new TarBlocks().file("b", "2").ended();
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);

    assertThat(entries(both)).extracting(PackedEntry::name).containsExactly("a", "b");
  }

  @Test
  void everyDamageOfAHeaderIsTold() {
    byte[] tar = new TarBlocks().pax("path", "cat/1.jpg").file("a", "1").ended();
    for (int at = 0; at < 2048; at++) {
      byte[] damaged = tar.clone();
      damaged[at] ^= 0x55;
      boolean header = at < 512 || at >= 1024 && at < 1536;
      // Nothing reads the space behind the checksum.
      if (header && at % 512 != 155) {
        assertThatThrownBy(() -> entries(damaged))
            .as("byte %d", at)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void whatIsNotUtf8IsNoName() {
    byte[] tar = new TarBlocks().header('0', new byte[] {'k', (byte) 0xe4}, "", 0).ended();
    assertThatThrownBy(() -> entries(tar))
        .hasMessageContaining("is not UTF-8: rename it, and pack the archive again");
  }
}
