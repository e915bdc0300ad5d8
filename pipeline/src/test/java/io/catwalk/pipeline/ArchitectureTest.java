package io.catwalk.pipeline;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rooms of the house and what each may touch. */
@AnalyzeClasses(packages = "io.catwalk", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String PIPELINE = "io.catwalk.pipeline.";
  private static final long MOST_FILES = 35;
  private static final int MOST_PARAMETERS = 6;

  /** Others' types of which nothing can be changed; List, Set and Map where they are copies. */
  private static final Set<String> UNCHANGEABLE =
      Set.of(
          "java.lang.String",
          "java.lang.invoke.VarHandle",
          "java.math.BigInteger",
          "java.nio.file.Path",
          "java.time.Duration",
          "java.time.format.DateTimeFormatter",
          "java.util.Comparator",
          "java.util.HexFormat",
          "java.time.Instant",
          "java.util.List",
          "java.util.Map",
          "java.util.Set",
          "java.util.regex.Pattern",
          "java.awt.Color",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.databind.ObjectWriter",
          "com.fasterxml.jackson.databind.json.JsonMapper",
          "com.sun.management.ThreadMXBean",
          "org.apache.hadoop.fs.permission.FsPermission",
          "org.apache.parquet.schema.MessageType",
          "org.apache.spark.sql.types.StructType",
          "org.slf4j.Logger",
          "scala.reflect.ClassTag");

  /** Classes with static fields that hold what changes, and each says why. */
  private static final Set<String> STATE_OF_A_PROCESS =
      Set.of("evaluate.NetworkCache", "train.worker.TrainingNetworks", "ingest.decode.LargeImages");

  @ArchTest
  static final ArchRule modelsKnowOnlyDeeplearning4j =
      noClasses()
          .that()
          .resideInAPackage("io.catwalk.models..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.catwalk.pipeline..",
              "org.apache.spark..",
              "org.apache.hadoop..",
              "com.typesafe..",
              "scala..",
              "picocli..");

  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      slices().matching("io.catwalk.pipeline.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsWithinRoomsHaveNoCycles =
      slices().matching("io.catwalk.pipeline.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule configuration = only("config", "com.typesafe.config..");

  @ArchTest static final ArchRule fileSystems = only("storage", "org.apache.hadoop.fs..");

  @ArchTest
  static final ArchRule filesOfStoragesAreWrittenInOneWay =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(PIPELINE + "storage.placing.NewFile")
          .should()
          .callMethodWhere(
              target(name("create"))
                  .and(target(owner(assignableTo("org.apache.hadoop.fs.FileSystem")))));

  /** So that {@link Json} refuses those that a newer Catwalk wrote. */
  @ArchTest
  static final ArchRule documentsWithAVersionAreChecked =
      classes()
          .that(
              DescribedPredicate.describe(
                  "have a schemaVersion", type -> type.tryGetMethod("schemaVersion").isPresent()))
          .should()
          .beAssignableTo(StoredDocument.class);

  @ArchTest static final ArchRule images = only("ingest", "org.bytedeco.opencv..");

  @ArchTest
  static final ArchRule archives =
      noClasses()
          .that()
          .resideOutsideOfPackages(PIPELINE + "ingest..", PIPELINE + "archive..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.commons.compress..");

  /** Whoever can write a file would choose which classes' code runs. */
  @ArchTest
  static final ArchRule nothingDeserialisesObjects =
      noClasses()
          .should()
          .callConstructorWhere(target(owner(assignableTo(java.io.ObjectInputStream.class))))
          .orShould()
          .callMethodWhere(
              target(name("readObject").or(name("readUnshared")))
                  .and(target(owner(assignableTo(java.io.ObjectInput.class)))))
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo("org.deeplearning4j.util.ModelSerializer")))
                  .and(target(nameStartingWith("restore"))))
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo("org.apache.commons.lang3.SerializationUtils")))
                  .and(target(name("deserialize"))))
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo("org.nd4j.linalg.factory.Nd4j")))
                  .and(target(nameStartingWith("read"))));

  @ArchTest static final ArchRule terminal = only("cli", "picocli..", "me.tongfei.progressbar..");

  @ArchTest static final ArchRule templates = only("report", "gg.jte..");

  @ArchTest
  static final ArchRule reportsNeedNoEngine =
      noDependencies(
          rooms("report", "compare", "runs"),
          "org.apache.spark..",
          "org.deeplearning4j..",
          "org.nd4j..",
          PIPELINE + "train..",
          PIPELINE + "run..",
          PIPELINE + "cli..",
          PIPELINE + "spark..");

  @ArchTest
  static final ArchRule registryKnowsStorageAlone =
      noDependency(
          "registry",
          "org.apache.spark..",
          "org.apache.hadoop..",
          "org.deeplearning4j..",
          PIPELINE + "config..",
          PIPELINE + "ingest..",
          PIPELINE + "train..",
          PIPELINE + "evaluate..",
          PIPELINE + "report..",
          PIPELINE + "run..",
          PIPELINE + "retrain..",
          PIPELINE + "cli..");

  @ArchTest
  static final ArchRule onlyTheCommandLineRetrains =
      noClasses()
          .that()
          .resideOutsideOfPackages(PIPELINE + "retrain..", PIPELINE + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PIPELINE + "retrain..");

  @ArchTest
  static final ArchRule onlyRetrainingAndTheCommandLineExport =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              PIPELINE + "export..", PIPELINE + "retrain..", PIPELINE + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PIPELINE + "export..");

  @ArchTest
  static final ArchRule exportsKnowNoTerminal = noDependency("export", rooms("cli", "retrain"));

  @ArchTest
  static final ArchRule onnxIsWrittenAndReadInOneRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.catwalk.models.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("onnx..", "org.nd4j.shade.protobuf..");

  @ArchTest
  static final ArchRule driftMeasuresAlone =
      noDependencies(
          rooms("drift"),
          "org.deeplearning4j..",
          "org.nd4j..",
          PIPELINE + "report..",
          PIPELINE + "run..",
          PIPELINE + "retrain..",
          PIPELINE + "cli..");

  @ArchTest
  static final ArchRule trackersKnowNoEngine =
      noDependency("tracking", "org.apache.spark..", "org.deeplearning4j..", "org.nd4j..");

  @ArchTest
  static final ArchRule onlyJobsMeasureDrift =
      noClasses()
          .that()
          .resideOutsideOfPackages(PIPELINE + "drift..", PIPELINE + "retrain..", PIPELINE + "run..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PIPELINE + "drift..");

  @ArchTest
  static final ArchRule retrainingKnowsNoTerminal =
      noDependency("retrain", "org.deeplearning4j..", "org.apache.hadoop..", PIPELINE + "cli..");

  @ArchTest
  static final ArchRule averaging =
      noClasses()
          .that()
          .resideOutsideOfPackages(PIPELINE + "train..", PIPELINE + "api..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.deeplearning4j.spark..");

  /**
   * Programs of others alone, and what measures it: what they may use is no help for the rooms
   * behind it.
   */
  @ArchTest
  static final ArchRule nothingInsideUsesWhatIsForOthers =
      noClasses()
          .that()
          .resideOutsideOfPackages(PIPELINE + "api..", PIPELINE + "ml..", PIPELINE + "bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PIPELINE + "api..", PIPELINE + "ml..");

  @ArchTest static final ArchRule pipelinesOfSpark = only("ml", "org.apache.spark.ml..");

  @ArchTest static final ArchRule ingestKeepsItsRooms = roomsOf("ingest", "ingest");

  @ArchTest static final ArchRule trainKeepsItsRooms = roomsOf("train", "train", "bench");

  @ArchTest static final ArchRule theCommandLineKeepsItsRooms = roomsOf("cli", "cli");

  @ArchTest static final ArchRule reportKeepsItsRooms = roomsOf("report", "report");

  @ArchTest static final ArchRule benchKeepsItsRooms = roomsOf("bench", "bench");

  @ArchTest
  static final ArchRule datasetsAreKnownToAll =
      noDependencies(
          rooms("dataset"), rooms("config", "ingest", "model", "train", "evaluate", "run", "cli"));

  /** What reads a run must not need what made it. */
  @ArchTest
  static final ArchRule runsAreReadWithoutTheirMakers =
      noDependencies(
          rooms("runs"), rooms("config", "model", "train", "evaluate", "registry", "report"));

  @ArchTest
  static final ArchRule comparisonsKnowRunsAlone =
      noDependencies(rooms("compare"), rooms("report", "retrain", "registry", "config"));

  @ArchTest
  static void roomsStaySmall(JavaClasses all) {
    Map<String, Long> files =
        all.stream()
            .filter(type -> type.getName().startsWith(PIPELINE) && type.isTopLevelClass())
            .filter(type -> !type.getSimpleName().matches("Jte.*Generated"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    files.values().removeIf(count -> count <= MOST_FILES);
    assertThat(files).as("rooms of more than %d files", MOST_FILES).isEmpty();
  }

  @ArchTest
  static final ArchRule ingestKnowsNoNetwork = noDependency("ingest", "org.deeplearning4j..");

  @ArchTest
  static final ArchRule storageKnowsNoSpark =
      noDependency("storage", "org.apache.spark..", "org.deeplearning4j..");

  @ArchTest
  static final ArchRule configurationKnowsNoEngine =
      noDependency("config", "org.apache.spark..", "org.apache.hadoop..", "org.deeplearning4j..");

  @ArchTest
  static final ArchRule ingestCallsNothingForward =
      noDependency("ingest", rooms("train", "evaluate", "report", "run", "cli"));

  @ArchTest
  static final ArchRule trainCallsNothingForward =
      noDependency("train", rooms("evaluate", "report", "run", "cli"));

  @ArchTest
  static final ArchRule evaluateCallsNothingForward =
      noDependency("evaluate", rooms("report", "run", "cli"));

  @ArchTest
  static final ArchRule doctorKnowsNoStage =
      noDependency(
          "doctor", rooms("ingest", "train", "evaluate", "report", "run", "retrain", "cli"));

  @ArchTest
  static final ArchRule predictionsKnowNoJob =
      noDependency("predict", rooms("train", "run", "retrain", "cli"));

  @ArchTest static final ArchRule jobsKnowNoTerminal = noDependency("run", rooms("cli"));

  @ArchTest
  static final ArchRule measuringCallsNothingForward = noDependency("bench", rooms("run", "cli"));

  @ArchTest
  static final ArchRule onlyTheCommandLineMeasures =
      noClasses()
          .that()
          .resideOutsideOfPackages(PIPELINE + "bench..", PIPELINE + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PIPELINE + "bench..");

  @ArchTest
  static final ArchRule onlyNotebooksUseTheirRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage(PIPELINE + "notebook..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PIPELINE + "notebook..");

  @ArchTest
  static final ArchRule notebooksNeedNoSpark =
      noDependency("notebook", "org.apache.spark..", "org.apache.hadoop..", PIPELINE + "cli..");

  @ArchTest
  static final ArchRule sparkStartsInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage(PIPELINE + "spark..")
          .should()
          .callMethod(org.apache.spark.sql.SparkSession.class, "builder");

  @ArchTest
  static final ArchRule onlyMainExits =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(PIPELINE + "cli.Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule namesSaySomething =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)");

  @ArchTest
  static final ArchRule nothingStaticChanges =
      fields().that().areStatic().and().areDeclaredInClassesThat(notGenerated()).should().beFinal();

  /** Nothing that a static field holds can be changed, but where a process keeps its networks. */
  @ArchTest
  static final ArchRule nothingStaticHoldsWhatChanges =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat(notGenerated())
          .should(beUnchangeableUnlessIn(STATE_OF_A_PROCESS));

  /** A collection in a static field is made by List.of, Set.of, Map.of or a copyOf. */
  @ArchTest
  static final ArchRule nothingStaticIsACollectionThatChanges =
      noClasses().should(makeInItsStaticFields("java.util.", "java.lang.ThreadLocal"));

  @ArchTest
  static final ArchRule parametersAreFew =
      codeUnits()
          .that()
          .areDeclaredInClassesThat(areNoRecords())
          .should(takeAtMost(MOST_PARAMETERS));

  @ArchTest
  static final ArchRule sparkFunctionsCaptureNothingAndDoNotChange =
      classes()
          .that()
          .implement(resideInAPackage("org.apache.spark.api.java.function.."))
          .should(beStaticWithFinalFields());

  private static ArchRule only(String room, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(PIPELINE + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  /** What lies below a room is its own matter. */
  private static ArchRule roomsOf(String room, String... users) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms(users))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(PIPELINE + room + ".*..");
  }

  private static ArchRule noDependency(String room, String... packages) {
    return noDependencies(rooms(room), packages);
  }

  private static ArchRule noDependencies(String[] rooms, String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true);
  }

  private static String[] rooms(String... names) {
    String[] packages = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      packages[i] = PIPELINE + names[i] + "..";
    }
    return packages;
  }

  /** The compiler keeps switch tables in static fields of its own classes. */
  private static DescribedPredicate<JavaClass> notGenerated() {
    return DescribedPredicate.describe(
        "written by hand", type -> !type.getName().matches(".*(\\$\\d+|[.]Jte\\w+Generated)"));
  }

  private static DescribedPredicate<JavaClass> areNoRecords() {
    return DescribedPredicate.describe("no records", type -> !type.isRecord() && !type.isEnum());
  }

  private static ArchCondition<JavaCodeUnit> takeAtMost(int most) {
    return new ArchCondition<>("take at most " + most + " parameters") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        boolean written = !unit.getModifiers().contains(JavaModifier.SYNTHETIC);
        if (written && unit.getRawParameterTypes().size() > most) {
          events.add(SimpleConditionEvent.violated(unit, unit.getFullName()));
        }
      }
    };
  }

  /**
   * By their types: of our own, those whose fields are all final. Tables of numbers are private.
   */
  private static ArchCondition<JavaField> beUnchangeableUnlessIn(Set<String> exceptions) {
    return new ArchCondition<>("hold nothing that changes") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        boolean exempt =
            exceptions.contains(field.getOwner().getName().replace(PIPELINE, ""))
                || field.getModifiers().contains(JavaModifier.SYNTHETIC)
                || field.getRawType().isArray()
                    && !field.getModifiers().contains(JavaModifier.PUBLIC);
        if (!exempt && !isUnchangeable(field.getRawType())) {
          events.add(
              SimpleConditionEvent.violated(
                  field, field.getFullName() + " is a " + field.getRawType().getName()));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> makeInItsStaticFields(String... names) {
    return new ArchCondition<>("make what changes in its static fields") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getConstructorCallsFromSelf().stream()
            .filter(call -> call.getOrigin().getName().equals("<clinit>"))
            .filter(call -> Stream.of(names).anyMatch(call.getTargetOwner().getName()::startsWith))
            .filter(call -> !STATE_OF_A_PROCESS.contains(type.getName().replace(PIPELINE, "")))
            .forEach(
                call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
      }
    };
  }

  private static boolean isUnchangeable(JavaClass type) {
    boolean ours = type.getPackageName().startsWith("io.catwalk.");
    boolean fixed =
        type.getAllFields().stream().allMatch(f -> f.getModifiers().contains(JavaModifier.FINAL));
    return type.isPrimitive() || ours && fixed || UNCHANGEABLE.contains(type.getName());
  }

  private static ArchCondition<JavaClass> beStaticWithFinalFields() {
    return new ArchCondition<>("be static with final fields") {
      @Override
      public void check(JavaClass function, ConditionEvents events) {
        if (function.isInnerClass() || function.isAnonymousClass()) {
          events.add(
              SimpleConditionEvent.violated(
                  function, function.getName() + " drags its enclosing object along"));
        }
        for (JavaField field : function.getFields()) {
          if (!field.getModifiers().contains(JavaModifier.FINAL)) {
            events.add(
                SimpleConditionEvent.violated(function, field.getFullName() + " is not final"));
          }
        }
      }
    };
  }
}
