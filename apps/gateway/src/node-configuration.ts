import type { NodeConfiguration__Output } from '@push-jobs/contracts';

/** A node's configuration, with its keys in the order of wire contract section 4. Times are in seconds. A node that does not encrypt has no curve key, and one that asked for no extension reads of none. */
export function nodeConfigurationJson(organization: string, node: string, from: NodeConfiguration__Output) {
  return {
    type: 'config',
    host: from.host,
    node,
    organization,
    public_key: from.serverPublicKey,
    ...(from.serverCurveKey === '' ? {} : { curve_public_key: from.serverCurveKey }),
    push_jobs: {
      heartbeat: {
        out_addr: from.heartbeatAddress,
        command_addr: from.commandAddress,
        interval: from.heartbeatIntervalMs / 1000,
        offline_threshold: from.offlineThreshold,
        online_threshold: from.onlineThreshold,
      },
    },
    encoded_session_key: { method: 'hmac_sha256', key: from.encodedSessionKey },
    lifetime: from.lifetimeSeconds,
    max_message_skew: from.maxMessageSkewSeconds,
    max_body_size: from.maxBodySize,
    incarnation_id: from.incarnationId,
    ...(from.features.length === 0 ? {} : { features: from.features }),
  };
}
