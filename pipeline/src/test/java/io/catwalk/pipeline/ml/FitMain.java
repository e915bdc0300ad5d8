package io.catwalk.pipeline.ml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** A driver that is killed in the middle of a {@code fit}, once there is a checkpoint. */
public final class FitMain {

  /** So ends a process that somebody killed. */
  static final int KILLED = 137;

  private FitMain() {}

  /**
   * @param args folder of the pictures, folder of the checkpoints
   */
  public static void main(String[] args) throws IOException {
    Path checkpoints = Files.createDirectories(Path.of(args[1]));
    WatchService watch = checkpoints.getFileSystem().newWatchService();
    checkpoints.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    new Thread(() -> dieAtTheFirst(watch), "killer").start();
    fit(new DrawnPictures(Path.of(args[0])), checkpoints);
  }

  private static void dieAtTheFirst(WatchService watch) {
    try {
      while (true) {
        WatchKey key = watch.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          if (event.context().toString().matches("epoch-.*\\.checkpoint")) {
            Runtime.getRuntime().halt(KILLED);
          }
        }
        key.reset();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static CatwalkModel fit(DrawnPictures pictures, Path checkpoints) {
    return DrawnPictures.classifier()
        .setEpochs(8)
        .setCheckpointPath(checkpoints.toString())
        .fit(pictures.files());
  }
}
