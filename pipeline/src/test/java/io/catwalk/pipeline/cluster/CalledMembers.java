package io.catwalk.pipeline.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The methods and fields that classes of a jar use, and whether other jars have them. */
final class CalledMembers implements AutoCloseable {

  private final JarFile application;
  private final List<JarFile> jars = new ArrayList<>();
  private final Map<String, JarFile> homes = new HashMap<>();
  private final Map<String, Optional<Type>> types = new HashMap<>();

  /**
   * @param folder of jars, whose classes come first
   */
  CalledMembers(Path application, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jar")).sorted().toList()) {
        add(new JarFile(file.toFile()));
      }
    }
    this.application = new JarFile(application.toFile());
    add(this.application);
  }

  private void add(JarFile jar) {
    jars.add(jar);
    jar.stream().map(JarEntry::getName).forEach(name -> homes.putIfAbsent(name, jar));
  }

  /** What classes below a folder of the application use and nobody has: one line each. */
  Set<String> missing(String folder) throws IOException {
    Set<String> missing = new TreeSet<>();
    for (JarEntry entry : application.stream().toList()) {
      if (entry.getName().startsWith(folder) && entry.getName().endsWith(".class")) {
        try (InputStream in = application.getInputStream(entry)) {
          new ClassReader(in).accept(new Uses(entry.getName(), missing), ClassReader.SKIP_FRAMES);
        }
      }
    }
    return missing;
  }

  /**
   * @param owner a class, with slashes
   * @param member its name and descriptor
   */
  boolean has(String owner, String member) {
    Optional<Type> type = types.computeIfAbsent(owner, this::read);
    return type.isPresent()
        && (type.get().members().contains(member)
            || type.get().parents().stream().anyMatch(parent -> has(parent, member)));
  }

  private Optional<Type> read(String name) {
    String file = name + ".class";
    JarFile home = homes.get(file);
    try (InputStream in =
        home == null
            ? ClassLoader.getPlatformClassLoader().getResourceAsStream(file)
            : home.getInputStream(home.getEntry(file))) {
      if (in == null) {
        return Optional.empty();
      }
      Members members = new Members();
      new ClassReader(in).accept(members, ClassReader.SKIP_CODE);
      return Optional.of(new Type(members.found, members.parents));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
  }

  private record Type(Set<String> members, List<String> parents) {}

  private static final class Members extends ClassVisitor {
    private final Set<String> found = new HashSet<>();
    private final List<String> parents = new ArrayList<>();

    Members() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version, int access, String name, String generic, String parent, String[] interfaces) {
      if (parent != null) {
        parents.add(parent);
      }
      parents.addAll(List.of(interfaces));
    }

    @Override
    public org.objectweb.asm.FieldVisitor visitField(
        int access, String name, String descriptor, String generic, Object value) {
      found.add(name + " " + descriptor);
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String generic, String[] thrown) {
      found.add(name + descriptor);
      return null;
    }
  }

  private final class Uses extends ClassVisitor {
    private final String user;
    private final Set<String> missing;

    Uses(String user, Set<String> missing) {
      super(Opcodes.ASM9);
      this.user = user;
      this.missing = missing;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String generic, String[] thrown) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitFieldInsn(int code, String owner, String field, String type) {
          use(owner, field + " " + type);
        }

        @Override
        public void visitMethodInsn(
            int code, String owner, String method, String type, boolean ofInterface) {
          use(owner, method + type);
        }

        @Override
        public void visitInvokeDynamicInsn(
            String lambda, String type, Handle bootstrap, Object... arguments) {
          for (Object argument : arguments) {
            if (argument instanceof Handle handle && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
              use(handle.getOwner(), handle.getName() + handle.getDesc());
            }
          }
        }
      };
    }

    private void use(String owner, String member) {
      // Arrays have Object's methods; a VarHandle's and MethodHandle's take what they are given.
      if (!owner.startsWith("[") && !owner.startsWith("java/lang/invoke/") && !has(owner, member)) {
        missing.add(user + " uses " + owner + "." + member);
      }
    }
  }
}
