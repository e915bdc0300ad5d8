package io.catwalk.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.Executable;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All text is made in {@code Locale.ROOT}, for machines and for people: a machine-made name must
 * not depend on who runs the program, and all sentences are English, so their numbers are too.
 */
@AnalyzeClasses(packages = "io.catwalk", importOptions = ImportOption.DoNotIncludeTests.class)
class LocaleTest {

  /** Of these no overload takes a locale; what they do depends on the default one. */
  private static final Set<String> ALWAYS_DEFAULT =
      Set.of("java.lang.String.formatted", "java.util.Locale.getDefault");

  /** Made without a locale or symbols, these take the default locale's. */
  private static final Set<Class<?>> DEFAULT_WHEN_MADE =
      Set.of(DecimalFormat.class, MessageFormat.class, Scanner.class);

  @ArchTest static final ArchRule noCallTakesTheDefaultLocale = classes().should(nameTheirLocale());

  private static ArchCondition<JavaClass> nameTheirLocale() {
    return new ArchCondition<>("name the locale of every call that can take one") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
          if (takesTheDefault(access)) {
            events.add(
                SimpleConditionEvent.violated(
                    type, access.getDescription() + ": give it Locale.ROOT"));
          }
        }
      }
    };
  }

  private static boolean takesTheDefault(JavaCodeUnitAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    if (!owner.startsWith("java.")) {
      return false;
    }
    List<Class<?>> given =
        access.getTarget().getRawParameterTypes().stream()
            .<Class<?>>map(JavaClass::reflect)
            .toList();
    if (given.contains(Locale.class) || given.contains(DecimalFormatSymbols.class)) {
      return false;
    }
    Class<?> type = access.getTargetOwner().reflect();
    boolean constructor = access.getTarget().getName().equals("<init>");
    return ALWAYS_DEFAULT.contains(owner + "." + access.getTarget().getName())
        || constructor && DEFAULT_WHEN_MADE.contains(type)
        || type == MessageFormat.class && access.getTarget().getName().equals("format")
        || overloads(type, access.getTarget().getName(), constructor)
            .anyMatch(overload -> isPlusLocale(overload, given));
  }

  private static Stream<? extends Executable> overloads(
      Class<?> type, String name, boolean constructor) {
    return constructor
        ? Arrays.stream(type.getConstructors())
        : Arrays.stream(type.getMethods()).filter(method -> method.getName().equals(name));
  }

  private static boolean isPlusLocale(Executable overload, List<Class<?>> given) {
    List<Class<?>> taken = new ArrayList<>(Arrays.asList(overload.getParameterTypes()));
    return taken.remove(Locale.class) && taken.equals(given);
  }
}
