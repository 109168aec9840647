package pmm.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The modules, each with its package and what it may import. */
enum Module {
  MINDFILE("pmm.mindfile"),
  MINDSTATE("pmm.mindstate"),
  RPC("pmm.rpc"),
  LEDGER("pmm.ledger"),
  MIND("pmm.mind"),
  PROVIDER("pmm.provider"),
  UI("pmm.ui"),
  CLI("pmm.cli");

  private final String root;

  Module(String root) {
    this.root = root;
  }

  /** The classes of all modules, without those of their tests. */
  static JavaClasses importAll() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(location -> !location.contains("-tests.jar"))
        .importPackages("pmm");
  }

  /** The modules of PMM that this one may import, besides the contracts. */
  Set<Module> imports() {
    return switch (this) {
      case MINDFILE, MINDSTATE, RPC -> EnumSet.noneOf(Module.class);
      case LEDGER -> EnumSet.of(RPC, MINDFILE);
      case MIND -> EnumSet.of(RPC, MINDSTATE);
      case PROVIDER, UI -> EnumSet.of(RPC);
      case CLI -> EnumSet.of(RPC, MINDFILE, MINDSTATE);
    };
  }

  /** Whether this module may import the contracts. */
  boolean speaksContracts() {
    return switch (this) {
      case MINDFILE, MINDSTATE, RPC -> false;
      case LEDGER, MIND, PROVIDER, UI, CLI -> true;
    };
  }

  /** The classes of this module. */
  DescribedPredicate<JavaClass> classes() {
    return DescribedPredicate.describe("classes of " + root, this::holds);
  }

  boolean holds(JavaClass type) {
    return under(type.getPackageName(), root) && !isContract(type);
  }

  /** The classes of PMM that this module must not import. */
  DescribedPredicate<JavaClass> foreign() {
    Set<Module> allowed = imports();
    allowed.add(this);
    return DescribedPredicate.describe(
        "another part of PMM than " + allowed + (speaksContracts() ? " and the contracts" : ""),
        type ->
            isContract(type)
                ? !speaksContracts()
                : Arrays.stream(values())
                    .anyMatch(module -> module.holds(type) && !allowed.contains(module)));
  }

  /** Whether a class is generated from proto/. */
  static boolean isContract(JavaClass type) {
    return type.getPackageName().matches("pmm\\.[a-z]+\\.v[0-9]+");
  }

  private static boolean under(String name, String root) {
    return name.equals(root) || name.startsWith(root + ".");
  }
}
