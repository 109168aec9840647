import type { DescService } from "@bufbuild/protobuf";
import { type Client, type Interceptor, type Transport, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { createContext, useContext, useMemo } from "react";

/** Adds the session to every call; the doorway's own calls go without one. */
export function authorize(token: () => string | undefined): Interceptor {
  return (next) => (request) => {
    const value = token();
    if (value) request.header.set("authorization", `Bearer ${value}`);
    return next(request);
  };
}

export function gatewayTransport(token: () => string | undefined): Transport {
  return createGrpcWebTransport({
    baseUrl: location.origin,
    useBinaryFormat: true,
    interceptors: [authorize(token)],
  });
}

/** For a call that copies or checks a whole mind: the gateway ends others after ten seconds. */
export const LONG_CALL = { timeoutMs: 3_600_000 };

const TransportContext = createContext<Transport | undefined>(undefined);

export const TransportProvider = TransportContext.Provider;

/** A typed client of one service of the mesh. */
export function useClient<S extends DescService>(service: S): Client<S> {
  const transport = useContext(TransportContext);
  if (!transport) throw new Error("no transport (expected: a TransportProvider above)");
  return useMemo(() => createClient(service, transport), [service, transport]);
}
