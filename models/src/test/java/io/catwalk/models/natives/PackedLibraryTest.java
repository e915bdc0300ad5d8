package io.catwalk.models.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a build's class path into the jar, and out of it into a cache. */
class PackedLibraryTest {

  private static final String ONEDNN = "org/bytedeco/dnnl/linux-x86_64/libdnnl.so.3";
  private static final String ND4J =
      "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64/libnd4jcpu.so";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final byte[] oneDnn = bytes(1, 300_000);
  private final byte[] nd4j = bytes(2, 200_000);
  private Path packed;

  @BeforeEach
  void pack() throws IOException {
    pack(nd4j);
  }

  private void pack(byte[] nd4j) throws IOException {
    Path jar = folder.resolve("natives.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      add(zip, ONEDNN, oneDnn);
      add(zip, ND4J, nd4j);
      add(zip, "org/bytedeco/dnnl/linux-x86_64/libjnidnnl.so", bytes(3, 10));
      add(zip, "org/bytedeco/dnnl/global/dnnl.class", bytes(4, 10));
    }
    packed = folder.resolve("jar").resolve(PackedLibrary.FOLDER);
    new NativesPacker(packed).pack(List.of(folder.resolve("classes"), jar));
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  /** As libraries are: long stretches that come again. */
  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    System.arraycopy(bytes, 0, bytes, length / 2, length / 2);
    return bytes;
  }

  private List<PackedLibrary> listed() throws IOException {
    URL[] path = {folder.resolve("jar").toUri().toURL()};
    return PackedLibrary.listed(new URLClassLoader(path, null));
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  @Test
  void librariesComeOutAsTheyWentIn() throws IOException {
    Path found = new Unpacking(cache(), PATIENCE).unpack(listed());

    assertThat(found).hasParent(cache());
    assertThat(found.resolve("libdnnl.so.3")).hasBinaryContent(oneDnn);
    assertThat(found.resolve("libnd4jcpu.so")).hasBinaryContent(nd4j);
    assertThat(names(found)).as("beside their locks").hasSize(4);
    assertThat(Files.size(packed.resolve("dnnl.zst"))).isLessThan(oneDnn.length * 6 / 10);
  }

  @Test
  void aSecondBuildPacksTheSameBytes() throws IOException {
    byte[] first = Files.readAllBytes(packed.resolve("dnnl.zst"));
    String list = Files.readString(packed.resolve("list"));
    try (Stream<Path> files = Files.list(packed)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    new NativesPacker(packed).pack(List.of(folder.resolve("natives.jar")));

    assertThat(packed.resolve("dnnl.zst")).hasBinaryContent(first);
    assertThat(packed.resolve("list")).hasContent(list);
  }

  @Test
  void whatIsThereStaysAndWhatIsCutIsUnpackedAnew() throws IOException {
    Unpacking unpacking = new Unpacking(cache(), PATIENCE);
    Path found = unpacking.unpack(listed());
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(found.resolve("libdnnl.so.3"), old);
    Files.write(found.resolve("libnd4jcpu.so"), new byte[17]);

    assertThat(unpacking.unpack(listed())).isEqualTo(found);

    assertThat(Files.getLastModifiedTime(found.resolve("libdnnl.so.3"))).isEqualTo(old);
    assertThat(found.resolve("libnd4jcpu.so")).hasBinaryContent(nd4j);
  }

  @Test
  void anotherReleaseOfOneLibraryHasAFolderOfItsOwn() throws IOException {
    Path before = new Unpacking(cache(), PATIENCE).unpack(listed());
    byte[] other = bytes(5, nd4j.length);
    pack(other);

    Path now = new Unpacking(cache(), PATIENCE).unpack(listed());

    assertThat(now.resolve("libnd4jcpu.so")).hasBinaryContent(other);
    assertThat(before.resolve("libnd4jcpu.so")).as("of who runs").hasBinaryContent(nd4j);
  }

  @Test
  void manyMayUnpackAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Path> one = () -> new Unpacking(cache(), PATIENCE).unpack(listed());
      List<Path> found = new ArrayList<>();
      for (Future<Path> each :
          threads.invokeAll(List.of(one, one, one, one), 60, TimeUnit.SECONDS)) {
        found.add(each.get());
      }

      assertThat(found).containsOnly(found.get(0));
      assertThat(found.get(0).resolve("libdnnl.so.3")).hasBinaryContent(oneDnn);
      assertThat(names(found.get(0))).noneMatch(name -> name.endsWith(".unfinished"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatAnotherUnpacksIsTaken() throws Exception {
    Path found = new Unpacking(cache(), PATIENCE).unpack(listed());
    Path file = found.resolve("libdnnl.so.3");
    Path theirs = Files.move(file, folder.resolve("theirs"));
    Object id = Files.getAttribute(theirs, "unix:ino");
    FutureTask<Path> waits =
        new FutureTask<>(() -> new Unpacking(cache(), Duration.ofDays(1)).unpack(listed()));
    Thread waiting = new Thread(waits);
    try (FileChannel lock =
        FileChannel.open(found.resolve("libdnnl.so.3.lock"), StandardOpenOption.WRITE)) {
      lock.lock();
      waiting.start();
      while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      Files.move(theirs, file);

      assertThat(waits.get(60, TimeUnit.SECONDS)).isEqualTo(found);
      assertThat(Files.getAttribute(file, "unix:ino")).as("the same file").isEqualTo(id);
    }
  }

  @Test
  void nobodyWaitsForEver() throws IOException {
    Path found = new Unpacking(cache(), PATIENCE).unpack(listed());
    Files.delete(found.resolve("libdnnl.so.3"));
    try (FileChannel lock =
        FileChannel.open(found.resolve("libdnnl.so.3.lock"), StandardOpenOption.WRITE)) {
      lock.lock();

      new Unpacking(cache(), Duration.ofMillis(10)).unpack(listed());
    }
    assertThat(found.resolve("libdnnl.so.3")).hasBinaryContent(oneDnn);
  }

  @Test
  void whatAKilledProcessLeftIsDeletedAndWhatAnotherWritesIsNot() throws IOException {
    Unpacking unpacking = new Unpacking(cache(), PATIENCE);
    Path found = unpacking.unpack(listed());
    Path left = Files.write(found.resolve("libdnnl.so.31.unfinished"), new byte[9]);
    Path young = Files.write(found.resolve("libdnnl.so.32.unfinished"), new byte[9]);
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Files.delete(found.resolve("libdnnl.so.3"));

    unpacking.unpack(listed());

    assertThat(left).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void aDamagedJarIsTold() throws IOException {
    byte[] bytes = Files.readAllBytes(packed.resolve("dnnl.zst"));
    bytes[bytes.length / 2] ^= 1;
    Files.delete(packed.resolve("dnnl.zst"));
    Files.write(packed.resolve("dnnl.zst"), bytes);

    assertThatThrownBy(() -> new Unpacking(cache(), PATIENCE).unpack(listed()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("native libraries cannot be unpacked: libdnnl.so.3 (")
        .hasMessageContaining(cache().toString())
        .hasMessageNotContaining("\n");
    assertThat(names(cache().resolve(names(cache()).get(0))))
        .as("nothing half-written")
        .containsOnly("libdnnl.so.3.lock");
  }

  @Test
  void aCacheThatCannotBeWrittenIsTold() throws IOException {
    Files.writeString(cache(), "a file");

    assertThatThrownBy(() -> new Unpacking(cache(), PATIENCE).unpack(listed()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(cache().toString())
        .hasMessageContaining("org.bytedeco.javacpp.cachedir");
  }

  /** As in a build and for who depends on the library alone. */
  @Test
  void whereNothingIsPackedNothingIsDone() throws IOException {
    assertThat(PackedLibrary.listed(new URLClassLoader(new URL[0], null))).isEmpty();
    PackedNatives.use();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
