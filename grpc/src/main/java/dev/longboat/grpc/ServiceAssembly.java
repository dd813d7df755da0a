package dev.longboat.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Puts a service together from generated descriptors and our own marshallers, so that it has the
/// name, methods and schema of the .proto file, and reflection shows it. Confined to one thread.
public final class ServiceAssembly {
    private final ServiceDescriptor.Builder descriptor;
    private final List<Consumer<ServerServiceDefinition.Builder>> methods = new ArrayList<>();

    /// A service without methods yet.
    public ServiceAssembly(ServiceDescriptor generated) {
        Object schema = generated.getSchemaDescriptor();
        this.descriptor = ServiceDescriptor.newBuilder(generated.getName()).setSchemaDescriptor(schema);
    }

    /// Adds a method.
    ///
    /// @param <Q> the request
    public <Q> ServiceAssembly method(
            MethodDescriptor<?, ?> generated,
            ReceivedMarshaller<Q> requests,
            ServerCallHandler<Received<Q>, Reply> handler) {
        MethodDescriptor<Received<Q>, Reply> method =
                generated.toBuilder(requests, ReplyMarshaller.INSTANCE).build();
        descriptor.addMethod(method);
        methods.add(service -> service.addMethod(method, handler));
        return this;
    }

    /// The service.
    public ServerServiceDefinition build() {
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(method -> method.accept(service));
        return service.build();
    }
}
