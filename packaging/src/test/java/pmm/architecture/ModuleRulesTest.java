package pmm.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may import whom. */
class ModuleRulesTest {
  private static final JavaClasses PMM = Module.importAll();

  private static final Pattern PRODUCT_WORD =
      Pattern.compile("ledger|mind|provider|consent|conversation|commitment|memory|prompt");

  @ParameterizedTest
  @EnumSource
  void importsOnlyWhatItsPlaceAllows(Module module) {
    noClasses().that(module.classes()).should().dependOnClassesThat(module.foreign()).check(PMM);
  }

  @ParameterizedTest
  @EnumSource(names = {"MINDFILE", "MINDSTATE"})
  void librariesKnowNoTransport(Module module) {
    noClasses()
        .that(module.classes())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "com.linecorp.armeria..")
        .check(PMM);
  }

  @Test
  void onlyTheFileLibrarySpeaksSql() {
    noClasses()
        .that(not(Module.MINDFILE.classes()).and(not(Module.LEDGER.classes())))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
        .check(PMM);
  }

  @Test
  void archivesAreReadByAPureLibrary() {
    noClasses()
        .that()
        .resideInAPackage("pmm.mind.archive..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "pmm.mind.archive..",
            "com.fasterxml.jackson..",
            "java.io..",
            "java.lang..",
            "java.math..",
            "java.nio..",
            "java.security..",
            "java.time..",
            "java.util..",
            "org.jspecify..")
        .check(PMM);
    slices()
        .matching("pmm.mind.archive.(*)..")
        .should()
        .beFreeOfCycles()
        .check(PMM.that(Module.MIND.classes()));
  }

  @Test
  void rpcNamesNoConceptOfTheProduct() {
    List<String> named =
        PMM.stream()
            .filter(Module.RPC::holds)
            .map(JavaClass::getSimpleName)
            .filter(name -> PRODUCT_WORD.matcher(name.toLowerCase(Locale.ROOT)).find())
            .toList();
    assertEquals(List.of(), named);
  }

  @ParameterizedTest
  @EnumSource(names = {"LEDGER", "MIND", "PROVIDER", "UI"})
  void featuresOfAServiceFormNoCycle(Module module) {
    String root = "pmm." + module.name().toLowerCase(Locale.ROOT);
    slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(PMM.that(module.classes()));
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked =
        PMM.stream()
            .filter(type -> !Module.isContract(type))
            .map(JavaClass::getPackage)
            .distinct()
            .filter(place -> !place.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .sorted()
            .toList();
    assertEquals(List.of(), unmarked);
  }
}
