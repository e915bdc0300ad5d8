package io.catwalk.pipeline.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables as spreadsheets and people write them. */
class SplitTableTest {

  private static final List<String> FILES =
      List.of("cat/a, b.jpg", "cat/say \"hi\".jpg", "dog/#1.jpg", "dog/two\nlines.jpg");

  private static List<String> apply(String text) {
    List<SourceImage> images = new ArrayList<>();
    for (String path : FILES) {
      SourceEntry entry = new SourceEntry(path, path, 0, 1);
      images.add(new SourceImage(new PlainFiles(), entry, path.startsWith("cat") ? 0 : 1, null));
    }
    LabelledImages source =
        new LabelledImages(images, List.of("cat", "dog"), SourceFormat.FOLDERS, SourceNotices.NONE);
    return SplitTable.parse("split.csv", text.getBytes(StandardCharsets.UTF_8))
        .apply(source)
        .images()
        .stream()
        .map(image -> image.path() + " " + image.split() + " " + image.attributes())
        .toList();
  }

  @Test
  void readsQuotesCommasLineEndsAndByteOrderMarks() {
    String rows =
        "split,file,label,\"Camera, lens\"\n"
            + "train,\"cat/a, b.jpg\",cat,\"A, 50 mm\"\n"
            + "val,\"cat/say \"\"hi\"\".jpg\",\"cat\",\n"
            + "\n"
            + ",,,\n"
            + "test , dog/#1.jpg ,dog, B\n"
            + "#no comment,,,\n";
    String wanted = rows.substring(0, rows.indexOf("#no"));
    for (String text :
        List.of(wanted, "\ufeff" + wanted, wanted.replace("\n", "\r\n"), wanted.stripTrailing())) {
      assertThat(apply(text))
          .containsExactly(
              "cat/a, b.jpg TRAIN {camera, lens=A, 50 mm}",
              "cat/say \"hi\".jpg VALIDATION {}",
              "dog/#1.jpg TEST {camera, lens=B}");
    }
    assertThatThrownBy(() -> apply(rows)).hasMessageContaining("split.csv:7: split '#no comment'");
  }

  @Test
  void readsCellsOfSeveralLinesAndNamesTheLineThatIsWrong() {
    String text = "split,file\ntrain,\"dog/two\nlines.jpg\"\ntrain,\"cat/a, b.jpg\"\n";
    assertThat(apply(text)).containsExactly("cat/a, b.jpg TRAIN {}", "dog/two\nlines.jpg TRAIN {}");
    assertThatThrownBy(() -> apply(text + "learn,x\n"))
        .hasMessageContaining("split.csv:5: split 'learn'");
    assertThatThrownBy(() -> apply("split,file\ntrain,\"dog/two\nmore.jpg\"\n"))
        .hasMessageContaining("split.csv:2: dog/two");
  }

  @Test
  void readsTabsAndSemicolons() {
    assertThat(apply("split\tfile\ntrain\tcat/a, b.jpg\ntest\t\"cat/say \"\"hi\"\".jpg\"\n"))
        .containsExactly("cat/a, b.jpg TRAIN {}", "cat/say \"hi\".jpg TEST {}");
    assertThat(apply("split;file\r\ntrain;\"dog/#1.jpg\"\r\n"))
        .containsExactly("dog/#1.jpg TRAIN {}");
  }

  @Test
  void refusesAQuoteThatIsNotClosed() {
    for (String text :
        List.of(
            "split,file\ntrain,\"cat/a, b.jpg\ntrain,dog/#1.jpg\n",
            "split,file\ntrain,\"cat\"/a.jpg\n",
            "split,file\n\"\u0000\n")) {
      assertThatThrownBy(() -> apply(text)).hasMessageContaining("split.csv:2: no table: a quote");
    }
    assertThatThrownBy(() -> apply("\"\u0000\n")).hasMessageContaining("split.csv:1: no table");
  }
}
