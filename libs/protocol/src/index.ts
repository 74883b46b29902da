export { canonicalPath, type SigningVersion } from './signing/canonical.ts';
export { signRequest, type RequestToSign } from './signing/sign.ts';
export {
  MAX_CLOCK_SKEW_MS,
  readSignedHeaders,
  type HeaderProblem,
  type ReadHeaders,
  type SignedHeaders,
} from './signing/headers.ts';
export { verifyRequest, type RequestToVerify } from './signing/verify.ts';
export { publicKeyFromPem } from './signing/public-key.ts';
export { decryptSessionKey, encryptSessionKey, isCurveKey } from './keys.ts';
export { decodeZ85, encodeZ85 } from './z85.ts';
export { MAX_HEADER_BYTES, type ProtocolVersion } from './header.ts';
export {
  decodeFromNode,
  decodeFromServer,
  decodeHeartbeat,
  encodeForNode,
  encodeFromNode,
  encodeHeartbeat,
  prepareForNodes,
  REJECTIONS,
  type Claimed,
  type Decoded,
  type DecodedFromNode,
  type Frames,
  type KeysFor,
  type Limits,
  type Prepared,
  type Rejection,
} from './codec.ts';
export {
  asksForAck,
  CommandMessage,
  NodeMessage,
  ServerHeartbeat,
  type NodeHeartbeat,
  type NodeResult,
  type ServerMessage,
  type UnstampedCommand,
} from './messages.ts';
export { parseRfc1123, rfc1123 } from './http-date.ts';
export { FEATURES, readFeatures, type Feature } from './features.ts';
export { freshSequence } from './sequence.ts';
export { arrive, observe, type KnownNode } from './node-state/node.ts';
export {
  NODE_NEWS,
  type Duty,
  type DutyPhase,
  type Heard,
  type IsOpenJob,
  type JobMessage,
  type NodeEffect,
  type NodeInput,
  type NodeNews,
  type NodeState,
  type NodeStep,
} from './node-state/state.ts';
