package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Precision;
import io.catwalk.models.engine.cuda.driver.Accelerator;
import io.catwalk.models.engine.cuda.driver.Launch;
import io.catwalk.models.engine.cuda.driver.OutOfDeviceMemoryException;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Runs the kernels, compiled by g++, in a process on the CPU. Device memory is a file that both
 * processes map.
 */
final class CpuAccelerator implements Accelerator {

  private static final long MEMORY = 1L << 30;
  private static final long ALIGNMENT = 256;
  private static final int POISON = 0x7f;

  private final Path file;
  private final MappedByteBuffer memory;
  private final Process process;
  private final OutputStream commands;
  private final DataInputStream answers;
  private final long base;
  private final Map<Long, Long> sizes = new HashMap<>();
  private long next;

  CpuAccelerator(Precision precision) {
    try {
      Path program = CpuKernels.program(precision);
      file = Files.createTempFile(program.getParent(), "memory", "");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, MEMORY);
      }
      memory.order(ByteOrder.LITTLE_ENDIAN);
      process =
          new ProcessBuilder(program.toString(), file.toString(), Long.toString(MEMORY))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      commands = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
      answers = new DataInputStream(process.getInputStream());
      base = Long.reverseBytes(answers.readLong());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String description() {
    return "kernels on the CPU";
  }

  @Override
  public long allocate(long bytes) {
    finish();
    long at = next;
    next += (bytes + 2 * ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (next > MEMORY) {
      throw new OutOfDeviceMemoryException(bytes, MEMORY - at);
    }
    sizes.put(base + at, bytes);
    clear(base + at, bytes);
    return base + at;
  }

  @Override
  public void free(long address) {
    // What is read after it was given back shows.
    for (long i = 0; i < sizes.getOrDefault(address, 0L); i++) {
      memory.put((int) (address - base + i), (byte) POISON);
    }
    sizes.remove(address);
  }

  @Override
  public long allocated() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void copyIn(Pointer from, long to, long bytes) {
    finish();
    memory.duplicate().position((int) (to - base)).put(bytes(from, bytes));
  }

  private static ByteBuffer bytes(Pointer host, long bytes) {
    return new BytePointer(host).limit(bytes).capacity(bytes).asByteBuffer();
  }

  @Override
  public void copyOut(long from, Pointer to, long bytes) {
    finish();
    bytes(to, bytes).put(memory.slice((int) (from - base), (int) bytes));
  }

  @Override
  public void clear(long address, long bytes) {
    finish();
    for (int i = 0; i < bytes; i++) {
      memory.put((int) (address - base) + i, (byte) 0);
    }
  }

  @Override
  public void compile(Collection<String> kernels) {
    // All are.
  }

  @Override
  public Recording record(List<Launch> launches, int times) {
    List<byte[]> structures = launches.stream().map(launch -> launch.arguments().bytes()).toList();
    return new Recording() {
      @Override
      public void run() {
        for (int i = 0; i < times * launches.size(); i++) {
          int at = i % launches.size();
          send(launches.get(at), structures.get(at));
        }
      }

      @Override
      public void close() {}
    };
  }

  private void send(Launch launch, byte[] structure) {
    byte[] name = launch.kernel().getBytes(StandardCharsets.UTF_8);
    ByteBuffer command =
        ByteBuffer.allocate(64 + name.length + structure.length).order(ByteOrder.LITTLE_ENDIAN);
    command.putInt(1).putInt(name.length).put(name);
    command.putInt(launch.rows()).putInt(launch.columns()).putInt(launch.layers());
    command.putInt(launch.threads()).putInt(structure.length).put(structure);
    write(command);
  }

  private void write(ByteBuffer command) {
    try {
      commands.write(command.array(), 0, command.position());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void finish() {
    try {
      write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(2));
      commands.flush();
      answers.readByte();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      commands.close();
      process.waitFor();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
