package io.catwalk.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.FakeProcesses;
import io.catwalk.pipeline.storage.Interleaving;
import io.catwalk.pipeline.storage.MemoryFileSystem;
import io.catwalk.pipeline.storage.MemoryFiles;
import io.catwalk.pipeline.storage.MemoryObjectStore;
import io.catwalk.pipeline.storage.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Two processes retrain the same model while a person rolls back and prunes, in every order that a
 * seed gives, and die at any storage operation. Whatever happens: the audit log has one champion,
 * whose files are whole, at any moment; nobody decides anything without the lease; no line that a
 * process was told to be written is ever lost; champion.json is what the log says as soon as
 * anybody has read the champion.
 */
class RegistryCrashTest {

  private static final int CRASH_POINTS = 1000;

  /** About as many as a process does in its nights. */
  private static final int OPERATIONS = 300;

  private static final Duration EXPIRY = Duration.ofSeconds(60);
  private static final String ROOT = "/catwalk/registry/pets";

  /** A process's view of the files of a world. */
  private interface Storage {
    ArtifactStore store(String world, MemoryFiles files, String process);
  }

  @Test
  void nothingBreaksWhereverAProcessDies() throws InterruptedException {
    nothingBreaks("HDFS", MemoryFileSystem::store);
  }

  @Test
  void nothingBreaksOnAnObjectStore() throws InterruptedException {
    nothingBreaks("an object store", MemoryObjectStore::store);
  }

  private static void nothingBreaks(String name, Storage storage) throws InterruptedException {
    int tried = 0;
    int promoted = 0;
    int lost = 0;
    for (long seed = 0; tried < CRASH_POINTS; seed++) {
      World world = new World(seed, storage);
      world.run();
      tried += world.crashed;
      promoted += world.promoted();
      lost += world.refused;
    }

    System.out.printf(
        Locale.ROOT,
        "%s: %d crash points tried, 0 broken invariants; %d promotions, %d times a lease was refused or lost%n",
        name,
        tried,
        promoted,
        lost);
    // Else the worlds would be so short that nothing could go wrong in them.
    assertThat(promoted).isGreaterThan(CRASH_POINTS / 5);
    assertThat(lost).isGreaterThan(CRASH_POINTS / 10);
  }

  private static final class World {

    private final String name;
    private final Storage storage;
    private final Random random;
    private final Interleaving interleaving;
    private final MemoryFiles files;
    private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> onceChampion = new HashSet<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int crashed;
    private int refused;

    World(long seed, Storage storage) {
      this.storage = storage;
      name = "world" + seed;
      random = new Random(seed);
      interleaving = new Interleaving(seed, this::look);
      files = new MemoryFiles(interleaving);
    }

    void run() throws InterruptedException {
      try {
        Map<String, Runnable> processes = new LinkedHashMap<>();
        List<String> nights = List.of("one", "two");
        nights.forEach(process -> processes.put(process, () -> retrain(process)));
        interleaving.crashSomewhere(nights, random, OPERATIONS);
        processes.put("person", this::interfere);
        processes.put("reader", this::read);
        interleaving.run(processes);
        crashed = interleaving.crashed();
        lookAtTheEnd();
      } finally {
        MemoryFileSystem.forget(name);
      }
    }

    private Registry registry(String process) {
      return new Registry(
          storage.store(name, files, process),
          "pets",
          new Worker(process, new FakeProcesses(1), new Ticking(process)));
    }

    private void retrain(String process) {
      Registry registry = registry(process);
      for (int night = 0; night < 4; night++) {
        try (Lease lease = registry.lease(EXPIRY)) {
          String before = registry.state().championVersion();
          byte[] model = (process + night).getBytes(StandardCharsets.UTF_8);
          VersionManifest version =
              lease.register(
                  new VersionManifest.Origin(
                      "net", process + night, "d@1", "d@1", "j", before, true),
                  Map.of(VersionManifest.MODEL, model));
          acknowledged.add(process + " registered " + version.version());
          lease.renew();
          if (night % 2 == 1) {
            lease.finish(
                AuditEntry.Note.of(AuditAction.KEPT, List.of("worse"))
                    .about(version.version(), null),
                "x");
            acknowledged.add(process + " kept " + version.version());
          } else if (registry.promote(lease, version, before, List.of("better"), "x")) {
            acknowledged.add(process + " promoted " + version.version());
          }
        } catch (CatwalkException e) {
          assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(ExitCode.BUSY);
          synchronized (this) {
            refused++;
          }
        }
      }
    }

    private void interfere() {
      Registry registry = registry("person");
      for (int time = 0; time < 3; time++) {
        try {
          if (time == 1) {
            registry.prune(2, List.of("space"));
          } else {
            AuditEntry entry = registry.rollback(null, List.of("I do not trust it"));
            acknowledged.add("person rolled-back " + entry.note().to());
          }
        } catch (CatwalkException e) {
          assertThat(e.exitCode()).as(e.getMessage()).isIn(ExitCode.USAGE, ExitCode.DATA);
        }
      }
    }

    private void read() {
      Registry registry = registry("reader");
      for (int time = 0; time < 10; time++) {
        registry.champion();
      }
    }

    /** After every operation, whatever is half done. */
    private void look() {
      now = now.plusSeconds(random.nextInt(150) == 0 ? 100 : 0);
      List<String> log = log();
      if (!log.isEmpty()) {
        AuditEntry last = entry(log.get(log.size() - 1));
        assertThat(last.number()).as("lines of the log").isEqualTo(log.size());
        if (last.state().champion() != null) {
          onceChampion.add(last.state().championVersion());
          assertWhole(last.state().championVersion());
        }
      }
      byte[] document = files.peek(ROOT + "/champion.json");
      if (document != null) {
        Champion champion = Json.read(document, Champion.class, "champion.json");
        assertThat(onceChampion).contains(champion.version());
      }
    }

    private List<String> log() {
      return files.paths().stream().filter(p -> p.startsWith(ROOT + "/audit.jsonl/part-")).toList();
    }

    private AuditEntry entry(String path) {
      return Json.read(files.peek(path), AuditEntry.class, path);
    }

    private void assertWhole(String version) {
      byte[] document = files.peek(ROOT + "/" + version + "/version.json");
      assertThat(document).as("manifest of the champion " + version).isNotNull();
      VersionManifest manifest = Json.read(document, VersionManifest.class, version);
      manifest
          .files()
          .forEach(
              (file, facts) ->
                  assertThat(Sha256.hex(files.peek(ROOT + "/" + version + "/" + file)))
                      .as(file + " of the champion " + version)
                      .isEqualTo(facts.sha256()));
    }

    private void lookAtTheEnd() {
      // A process may have died between its decision and the document: the first to read mends it.
      String champion = registry("latecomer").champion().map(Champion::version).orElse(null);
      byte[] document = files.peek(ROOT + "/champion.json");
      assertThat(document == null ? null : Json.read(document, Champion.class, "").version())
          .as("champion.json after a reader")
          .isEqualTo(champion);
      now = now.plus(EXPIRY.multipliedBy(2));
      Registry registry = registry("next");
      try (Lease lease = registry.lease(EXPIRY)) {
        lease.finish(AuditEntry.Note.of(AuditAction.NOTHING_NEW, List.of()));
      }
      Verification verification = registry.verify();
      assertThat(verification.problems()).isEmpty();
      assertThat(verification.notes()).noneMatch(note -> note.contains("champion.json"));
      List<String> lines = new ArrayList<>();
      String holder = null;
      for (AuditEntry entry : registry.history()) {
        AuditEntry.Note note = entry.note();
        String user = entry.who().replaceFirst("@.*", "");
        lines.add(
            user
                + " "
                + note.action().id()
                + " "
                + (note.to() == null ? note.version() : note.to()));
        switch (note.action()) {
          case STARTED -> holder = user;
          case REGISTERED -> assertThat(user).as("holder of the lease").isEqualTo(holder);
          case PROMOTED, KEPT, NOTHING_NEW -> {
            assertThat(user).as("holder of the lease").isEqualTo(holder);
            holder = null;
          }
          default -> assertThat(user).isEqualTo("person");
        }
      }
      assertThat(lines).containsAll(acknowledged);
      registry.champion().ifPresent(last -> assertWhole(last.version()));
    }

    int promoted() {
      return (int) acknowledged.stream().filter(line -> line.contains(" promoted ")).count();
    }

    /** Whoever waits lets time go by for all; the others work meanwhile. */
    private final class Ticking implements Time {

      private final String process;

      Ticking(String process) {
        this.process = process;
      }

      @Override
      public Instant now() {
        return now;
      }

      @Override
      public long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
      }

      @Override
      public void sleep(Duration pause) {
        interleaving.pass(process, () -> now = now.plus(pause));
      }
    }
  }
}
