package io.catwalk.pipeline.archive;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.model.ModelArchive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** A process that may deserialise nothing ({@code -Djdk.serialFilter=!*}) reads archives. */
final class ReadWithoutObjects {

  private ReadWithoutObjects() {}

  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    System.out.println("objects: " + objects());
    System.out.println("sound: " + read(CraftedZip.sound()));
    System.out.println("crafted: " + read(CraftedZip.start().withObject("an object").bytes()));
  }

  private static String objects() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new java.util.HashSet<String>());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject().toString();
    } catch (InvalidClassException e) {
      return "refused";
    }
  }

  private static String read(byte[] archive) {
    try {
      return ModelArchive.read(archive, "model.zip").card().model();
    } catch (CatwalkException e) {
      return e.getMessage();
    }
  }
}
