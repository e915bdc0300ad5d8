package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.fuzz.FuzzTarget;
import io.catwalk.pipeline.ingest.source.IdxSource;
import io.catwalk.pipeline.ingest.source.SourceListing;
import io.catwalk.pipeline.ingest.source.SplitTable;
import io.catwalk.pipeline.runs.LabelErrorTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** IDX files, tables of splits, manifests. */
public final class TableFuzz {

  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  private TableFuzz() {}

  public static List<FuzzTarget> targets() {
    byte[] images = Sources.images(3);
    byte[] labels = Sources.labels(3);
    try {
      return List.of(
          new FuzzTarget("IDX images", List.of(images), b -> idx(IMAGES, b, LABELS, labels)),
          new FuzzTarget("IDX labels", List.of(labels), b -> idx(IMAGES, images, LABELS, b)),
          new FuzzTarget(
              "IDX gzipped",
              List.of(Sources.gzip(images)),
              b -> idx(IMAGES + ".gz", b, LABELS, labels)),
          new FuzzTarget(
              "split table",
              List.of(
                  utf8("split,file,label\ntrain,cat/1.jpg,cat\ntest,\"dog/2, b.jpg\",dog\r\n"),
                  utf8("\ufeffsplit\tfile\tcamera\nval\tcat/1.jpg\tD70\n"),
                  // What ended in an IndexOutOfBoundsException once.
                  utf8("\"\0\n")),
              b -> SplitTable.parse("table.csv", b)),
          new FuzzTarget(
              "label errors",
              List.of(
                  utf8(
                      "path,label,suggested,split\n'=cat/1.jpg,cat,dog,train\n\"a, b.jpg\",dog,cat,\r\n"),
                  utf8("\ufeffsuggested;path\ndog;cat/1.jpg\n")),
              b -> LabelErrorTable.read("table.csv", b, List.of("path", "suggested"))),
          new FuzzTarget(
              "manifest",
              List.of(
                  utf8(
                      """
                      {"schema_version": 1, "name": "pets", "version": "ab12", "classes": ["cat", "dog"],
                       "shape": {"height": 2, "width": 2, "channels": 1}, "resize": "pad",
                       "counts": {"train": {"cat": 3}}, "mean": [0.5], "standard_deviation": [0.1],
                       "duplicates": {"same_bytes": 1, "examples": [["a", "b"]]}, "settings": {"a": "b"}}
                      """)),
              b -> Json.read(b, DatasetManifest.class, "manifest.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void idx(String images, byte[] pixels, String labels, byte[] classes) {
    MemorySource files = new MemorySource(Map.of(images, pixels, labels, classes));
    SourceListing listing = SourceListing.of(files, files.list("mnist"), "");
    new IdxSource(files, List.of(), "mnist").label(listing.located());
  }
}
