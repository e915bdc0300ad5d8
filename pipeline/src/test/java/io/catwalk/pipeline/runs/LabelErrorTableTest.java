package io.catwalk.pipeline.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.runs.LabelErrorTable.Row;
import io.catwalk.pipeline.runs.LabelErrors.Suspect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelErrorTableTest {

  private static final List<String> NEEDED =
      List.of(LabelErrorTable.PATH, LabelErrorTable.SUGGESTED);

  private static Suspect suspect(String path, String label, String suggested) {
    return new Suspect(path, "ab12", "train", label, suggested, 0.98765, 0.01, 0.98);
  }

  private static List<Row> read(String text) {
    return LabelErrorTable.read("t.csv", text.getBytes(StandardCharsets.UTF_8), NEEDED);
  }

  @Test
  void readsBackWhatItWrites() throws IOException {
    List<Suspect> suspects =
        List.of(
            suspect("cat/1.jpg", "cat", "dog"),
            suspect("=cat/2, \"b\".jpg", "-cat", "+dog"),
            suspect("'=cat/3.jpg", "'cat'", "dög\nowl"),
            suspect(" train-images-idx3-ubyte#00012 ", "4", "6"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LabelErrorTable.write(suspects.iterator(), out);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith(
            "path,label,suggested,score,label_probability,suggested_probability,split,sha256\n"
                + "cat/1.jpg,cat,dog,0.9877,0.0100,0.9800,train,ab12\n"
                + "\"'=cat/2");
    List<Row> rows = LabelErrorTable.read("t.csv", out.toByteArray(), NEEDED);
    assertThat(rows)
        .extracting(Row::path)
        .containsExactlyElementsOf(suspects.stream().map(Suspect::path).toList());
    assertThat(rows)
        .extracting(Row::label)
        .containsExactlyElementsOf(suspects.stream().map(Suspect::label).toList());
    assertThat(rows)
        .extracting(Row::suggested)
        .containsExactlyElementsOf(suspects.stream().map(Suspect::suggested).toList());
    assertThat(rows).extracting(Row::split).containsOnly("train");
    assertThat(rows).extracting(Row::line).startsWith(2, 3, 4);
  }

  @Test
  void readsWhatSpreadsheetsAndPeopleMakeOfIt() {
    assertThat(read("\ufeffSuggested;note;Path\r\ndog;sure;cat/1.jpg\r\n\r\n"))
        .containsExactly(new Row(2, "cat/1.jpg", "", "dog", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                              | t.csv:1: expected a header with the columns path and suggested, found: nothing
          file,suggested\\n               | t.csv:1: expected a header with the columns path and suggested, found: file, suggested
          path,suggested\\na.jpg\\n       | t.csv:2: it has no suggested
          path,suggested\\n,dog\\n        | t.csv:2: it has no path
          path,suggested\\na,x\\na,y\\n   | t.csv:3: a stands on line 2 already
          path,suggested\\n"a,x\\n        | t.csv:2: no table
          """)
  void saysWhatIsWrongWhere(String text, String message) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n").strip() + "\n"))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
        .hasMessageContaining(message);
  }
}
