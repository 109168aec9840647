package pmm.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may import whom, and who may reach the network. */
class ModuleRulesTest {
  private static final JavaClasses PMM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("pmm");

  /** Opens connections, sends by them or resolves names. */
  private static final DescribedPredicate<JavaClass> NETWORK =
      describe(
          "sockets, HTTP clients or channels",
          type ->
              Stream.of(
                          "java.net.http.",
                          "com.linecorp.armeria.client.",
                          "io.netty.resolver.",
                          "io.netty.bootstrap.",
                          "io.netty.channel.socket.",
                          "io.grpc.netty.",
                          "javax.net.",
                          "javax.naming.")
                      .anyMatch(type.getName()::startsWith)
                  || List.of(
                          "java.net.Socket",
                          "java.net.DatagramSocket",
                          "java.net.MulticastSocket",
                          "java.net.URL",
                          "java.net.URLConnection",
                          "java.net.HttpURLConnection",
                          "java.nio.channels.SocketChannel",
                          "java.nio.channels.DatagramChannel",
                          "java.nio.channels.AsynchronousSocketChannel",
                          "io.grpc.Grpc",
                          "io.grpc.ManagedChannel",
                          "io.grpc.ManagedChannelBuilder")
                      .contains(type.getName()));

  /** Asks a name server, or would if it were not given a literal address. */
  private static final DescribedPredicate<JavaCall<?>> RESOLVING =
      describe(
          "resolve a name",
          call ->
              (call.getTargetOwner().isEquivalentTo(InetAddress.class)
                      && List.of(
                              "getByName",
                              "getAllByName",
                              "getLocalHost",
                              "getHostName",
                              "getCanonicalHostName")
                          .contains(call.getName()))
                  || (call.getTargetOwner().isEquivalentTo(InetSocketAddress.class)
                      && call.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                      && call.getTarget()
                          .getRawParameterTypes()
                          .getFirst()
                          .isEquivalentTo(String.class)));

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
  void rpcNamesNoConceptOfTheProduct() {
    List<String> named =
        PMM.stream()
            .filter(Module.RPC::holds)
            .map(JavaClass::getSimpleName)
            .filter(name -> PRODUCT_WORD.matcher(name.toLowerCase(Locale.ROOT)).find())
            .toList();
    assertEquals(List.of(), named);
  }

  @Test
  void onlyTheEgressPackageReachesTheNetwork() {
    staysOffTheNetwork(
        Module.PROVIDER.classes().and(not(resideInAPackage("pmm.provider.egress.."))));
    assertFalse(
        PMM.stream()
            .filter(type -> type.getPackageName().startsWith("pmm.provider.egress"))
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .noneMatch(dependency -> NETWORK.test(dependency.getTargetClass())),
        "nothing in pmm.provider.egress reaches the network: the rule would hold nothing");
  }

  @Test
  void elsewhereOnlyRpcOpensChannels() {
    staysOffTheNetwork(
        describe(
            "classes of neither provider nor rpc",
            type ->
                !Module.isContract(type)
                    && !Module.PROVIDER.holds(type)
                    && !Module.RPC.holds(type)));
  }

  private static void staysOffTheNetwork(DescribedPredicate<JavaClass> these) {
    noClasses().that(these).should().dependOnClassesThat(NETWORK).check(PMM);
    noClasses().that(these).should().callCodeUnitWhere(RESOLVING).check(PMM);
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
