package io.catwalk.pipeline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Three processes publish a folder of one name on an object store while another looks for it, in
 * every order that a seed gives, and die at any operation. At any moment a folder that says that it
 * is whole holds the files of one publisher alone; of those who lived one alone is told that it was
 * him, and in the end the folder can be published where it is not.
 */
class PublicationCrashTest {

  private static final int CRASH_POINTS = 1000;

  /** About as many as a publication takes. */
  private static final int OPERATIONS = 45;

  private static final String FOLDER = "/catwalk/runs/r";
  private static final List<String> FILES = List.of("a", "b", "shards/c");
  private static final List<String> PUBLISHERS = List.of("one", "two", "three");

  @Test
  void aFolderIsWholeOrNotThere() throws InterruptedException {
    int tried = 0;
    int whole = 0;
    int worlds = 0;
    for (long seed = 0; tried < CRASH_POINTS; seed++) {
      World world = new World(seed);
      world.run();
      tried += world.crashed;
      whole += world.there ? 1 : 0;
      worlds++;
    }

    System.out.printf(
        Locale.ROOT,
        "%d publishers died in %d worlds, 0 broken invariants; the folder was there in %d%n",
        tried,
        worlds,
        whole);
    assertThat(whole).isBetween(worlds / 4, worlds * 19 / 20);
  }

  private static final class World {

    private final String name;
    private final Interleaving interleaving;
    private final MemoryFiles files;
    private final Random random;
    private final List<String> winners = Collections.synchronizedList(new ArrayList<>());
    private int crashed;
    private boolean there;

    World(long seed) {
      name = "publication" + seed;
      random = new Random(seed);
      interleaving = new Interleaving(seed, this::look);
      files = new MemoryFiles(interleaving);
    }

    void run() throws InterruptedException {
      try {
        Map<String, Runnable> processes = new LinkedHashMap<>();
        PUBLISHERS.forEach(process -> processes.put(process, () -> publish(process)));
        processes.put("reader", this::read);
        interleaving.crashSomewhere(PUBLISHERS, random, OPERATIONS);
        interleaving.run(processes);
        crashed = interleaving.crashed();
        lookAtTheEnd();
      } finally {
        MemoryFileSystem.forget(name);
      }
    }

    private ArtifactStore store(String process) {
      return MemoryObjectStore.store(name, files, process);
    }

    private void publish(String process) {
      try (StagedFolder staged = store(process).stage("runs/r")) {
        for (String file : FILES) {
          staged.write(file, process.getBytes(UTF_8));
        }
        if (staged.publish()) {
          winners.add(process);
        }
      } catch (CatwalkException e) {
        // It was published before this one began.
        assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(ExitCode.USAGE);
      }
    }

    private void read() {
      ArtifactStore store = store("reader");
      for (int time = 0; time < 6; time++) {
        boolean listed = store.list("runs").contains("r");
        assertThat(listed && !store.exists("runs/r")).as("a folder that goes again").isFalse();
      }
    }

    /** After every operation, whatever is half done. */
    private void look() {
      if (files.peek(FOLDER + "/_SUCCESS") != null) {
        String winner = new String(files.peek(FOLDER + "/a"), UTF_8);
        for (String file : FILES) {
          assertThat(files.peek(FOLDER + "/" + file)).as(file).asString(UTF_8).isEqualTo(winner);
        }
      }
    }

    private void lookAtTheEnd() {
      ArtifactStore survivor = store("survivor");
      there = survivor.exists("runs/r");
      assertThat(winners.size()).isLessThan(2);
      if (!there) {
        assertThat(winners).isEmpty();
        publish("survivor");
        assertThat(winners).containsExactly("survivor");
      }
      look();
      String winner = new String(survivor.read("runs/r/a"), UTF_8);
      assertThat(winners).allMatch(winner::equals);
      assertThat(survivor.list("runs/r")).containsExactly("_SUCCESS", "a", "b", "shards");
      assertThat(files.paths()).noneMatch(path -> path.endsWith(".publishing"));
    }
  }
}
