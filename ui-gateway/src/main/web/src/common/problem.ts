import { Code, ConnectError } from "@connectrpc/connect";
import { type ErrorInfo, ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import { t } from "./i18n";

/** Whether the gateway, or a service behind it, could not be reached. */
export function isAway(error: unknown): boolean {
  return ConnectError.from(error).code === Code.Unavailable || error instanceof TypeError || isFetchFailure(error);
}

export function isSignedOut(error: unknown): boolean {
  return ConnectError.from(error).code === Code.Unauthenticated;
}

export function isCancelled(error: unknown): boolean {
  return ConnectError.from(error).code === Code.Canceled;
}

/** What to tell the person. */
export function sentence(error: unknown): string {
  if (isAway(error)) return t("problem.away");
  return ConnectError.from(error).rawMessage || t("problem.unknown");
}

/** Why a service of the mesh refused, if one did; nothing if none was reached. */
export function refusal(error: unknown): ErrorInfo | undefined {
  return ConnectError.from(error).findDetails(ErrorInfoSchema)[0];
}

function isFetchFailure(error: unknown): boolean {
  return error instanceof ConnectError && error.cause instanceof TypeError;
}
