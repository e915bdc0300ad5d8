package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.storage.placing.Placing;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** A placing that passes all on to another. */
class FilterPlacing implements Placing {

  private final Placing sound;

  FilterPlacing(Placing sound) {
    this.sound = sound;
  }

  @Override
  public void write(Path target, Content content) throws IOException {
    sound.write(target, content);
  }

  @Override
  public boolean create(Path target, byte[] content) throws IOException {
    return sound.create(target, content);
  }

  @Override
  public void begin(Path staging) throws IOException {
    sound.begin(staging);
  }

  @Override
  public Sealed seal(Path staging) throws IOException {
    return sound.seal(staging);
  }

  @Override
  public void delete(Path path) throws IOException {
    sound.delete(path);
  }

  @Override
  public boolean settle(Path folder, List<String> names) throws IOException {
    return sound.settle(folder, names);
  }

  @Override
  public void settle(Path sought) throws IOException {
    sound.settle(sought);
  }

  @Override
  public void discardUnfinished(Path folder) throws IOException {
    sound.discardUnfinished(folder);
  }
}
