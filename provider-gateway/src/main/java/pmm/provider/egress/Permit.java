package pmm.provider.egress;

import pmm.provider.network.ActiveCalls;

/**
 * That a call may go out now; its attempt is durable.
 *
 * @param networkId joins attempt and result
 * @param modelId the model it is for
 * @param attemptEventId the attempt's event
 * @param registration its place among the calls under way
 */
record Permit(
    String networkId, String modelId, long attemptEventId, ActiveCalls.Registration registration) {}
