package pmm.ui.pass;

import com.google.common.collect.Sets;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.mind.v1.AttachmentServiceGrpc;
import pmm.mind.v1.CommitmentServiceGrpc;
import pmm.mind.v1.CompareServiceGrpc;
import pmm.mind.v1.ContextServiceGrpc;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.GrowthServiceGrpc;
import pmm.mind.v1.IdentityServiceGrpc;
import pmm.mind.v1.ImportServiceGrpc;
import pmm.mind.v1.MemoryServiceGrpc;
import pmm.mind.v1.MindServiceGrpc;
import pmm.mind.v1.ReflectionServiceGrpc;
import pmm.mind.v1.SearchServiceGrpc;
import pmm.mind.v1.TemplateServiceGrpc;
import pmm.provider.v1.ConsentServiceGrpc;
import pmm.provider.v1.ModelServiceGrpc;
import pmm.provider.v1.NetworkServiceGrpc;
import pmm.provider.v1.OllamaServiceGrpc;
import pmm.ui.mesh.Mesh;

/**
 * The other services' contracts as services of the gateway: names are known, messages are bytes.
 */
public final class PassThrough {
  private static final Map<ServiceDescriptor, String> HOMES =
      Map.ofEntries(
          Map.entry(LedgerServiceGrpc.getServiceDescriptor(), "ledger"),
          Map.entry(ConversationServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(ContextServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(CommitmentServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(MindServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(MemoryServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(GrowthServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(CompareServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(IdentityServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(SearchServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(TemplateServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(ReflectionServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(ImportServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(AttachmentServiceGrpc.getServiceDescriptor(), "mind"),
          Map.entry(ModelServiceGrpc.getServiceDescriptor(), "provider"),
          Map.entry(OllamaServiceGrpc.getServiceDescriptor(), "provider"),
          Map.entry(ConsentServiceGrpc.getServiceDescriptor(), "provider"),
          Map.entry(NetworkServiceGrpc.getServiceDescriptor(), "provider"));

  private PassThrough() {}

  /** The services to offer, each with only those methods that {@link Rights} names. */
  public static List<ServerServiceDefinition> to(Mesh mesh) {
    Set<String> unknown = new HashSet<>(Rights.passed());
    List<ServerServiceDefinition> services = new ArrayList<>();
    HOMES.forEach((contract, home) -> {
      List<MethodDescriptor<byte[], byte[]>> methods =
          contract.getMethods().stream()
              .filter(method -> unknown.remove(method.getFullMethodName()))
              .map(PassThrough::undecoded)
              .toList();
      services.add(service(contract, methods, new Forwarding(mesh, home)));
    });
    if (!unknown.isEmpty()) {
      throw new IllegalStateException("no contract has " + Sets.newTreeSet(unknown));
    }
    return services;
  }

  private static MethodDescriptor<byte[], byte[]> undecoded(MethodDescriptor<?, ?> method) {
    return method.toBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER).build();
  }

  private static ServerServiceDefinition service(
      ServiceDescriptor contract,
      List<MethodDescriptor<byte[], byte[]>> methods,
      Forwarding forwarding) {
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(contract.getName())
            .setSchemaDescriptor(contract.getSchemaDescriptor());
    methods.forEach(descriptor::addMethod);
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(method -> service.addMethod(method, forwarding));
    return service.build();
  }
}
