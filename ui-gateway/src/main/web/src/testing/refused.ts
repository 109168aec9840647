import { type Code, ConnectError } from "@connectrpc/connect";
import { ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";

/** How a service of the mesh says no. */
export function refused(reason: string, message: string, code: Code, metadata: Record<string, string> = {}): ConnectError {
  return new ConnectError(message, code, undefined, [{ desc: ErrorInfoSchema, value: { reason, domain: "provider.pmm", metadata } }]);
}
