package io.catwalk.pipeline.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;

/**
 * Fills the templates that the build compiled. What comes from a run is escaped there, all of it.
 */
final class Pages {

  private static final String PACKAGE = Pages.class.getPackageName();

  private Pages() {}

  /**
   * @param template its file's name
   * @return UTF-8
   */
  static byte[] render(String template, Object model) {
    TemplateEngine engine =
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), PACKAGE);
    StringOutput out = new StringOutput(1 << 20);
    engine.render(template, model, out);
    return (out.toString().strip() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
