package io.catwalk.pipeline.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Stream;

/** One jar for Scala 2.12 and 2.13. */
@AnalyzeClasses(packages = "io.catwalk", importOptions = ImportOption.DoNotIncludeTests.class)
class ScalaSignaturesTest {

  /** What the short names that Spark is written with mean in Scala 2.12 alone. */
  private static final Set<String> OTHERS_IN_2_13 =
      Set.of(
          "scala.collection.Seq",
          "scala.collection.IndexedSeq",
          "scala.collection.Traversable",
          "scala.collection.TraversableOnce",
          "scala.collection.generic.CanBuildFrom");

  @ArchTest
  static final ArchRule oneClassCallsWhatHasOtherSignatures =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ScalaBridge.class.getName())
          .should()
          .callCodeUnitWhere(
              new DescribedPredicate<JavaCall<?>>("its signature holds a sequence of Scala 2.12") {
                @Override
                public boolean test(JavaCall<?> call) {
                  return signature(call.getTarget())
                      .map(JavaClass::getName)
                      .anyMatch(OTHERS_IN_2_13::contains);
                }
              });

  private static Stream<JavaClass> signature(CodeUnitCallTarget target) {
    return Stream.concat(
        target.getRawParameterTypes().stream(), Stream.of(target.getRawReturnType()));
  }
}
