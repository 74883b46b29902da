import {
  readSignedHeaders,
  verifyRequest,
  type HeaderProblem,
  type RequestToVerify,
  type SignedHeaders,
} from '@push-jobs/protocol';
import type { KeyObject } from 'node:crypto';
import type { Principal, PrincipalKind } from './directory.ts';
import { Refused } from './refused.ts';

/** Who sent a request, proven by signature, in the organization whose path they asked for. */
export interface Caller {
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly organization: string;
  /** The one of their keys that signed. */
  readonly key: KeyObject;
}

/**
 * The part of authentication that comes before the body is looked at (wire contract section 1).
 * @throws Refused `missing_headers`, `unsupported_version`, `bad_timestamp` or `clock_skew`.
 */
export function requireSignedHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  nowMs: number,
): SignedHeaders {
  const read = readSignedHeaders(headers, nowMs);
  if (!read.ok) throw new Refused(read.problem.kind, sentence(read.problem));
  return read.value;
}

function sentence(problem: HeaderProblem): string {
  switch (problem.kind) {
    case 'missing_headers':
      return `missing required authentication header(s) ${problem.names.map((name) => `'${name}'`).join(', ')}`;
    case 'unsupported_version':
      return 'Unsupported authentication protocol version';
    case 'bad_timestamp':
      return "bad header(s) 'X-Ops-Timestamp'";
    case 'clock_skew':
      return `Failed to authenticate as ${problem.userId}. Synchronize the clock on your host.`;
  }
}

/**
 * Tells which of the principals of one name signed a request (wire contract section 1).
 * @throws Refused `unknown_principal`, `bad_signature` or `not_associated`, in this order.
 */
export function identify(
  request: RequestToVerify,
  signed: SignedHeaders,
  organization: string,
  principals: readonly Principal[],
): Caller {
  const user = signed.userId;
  if (principals.length === 0) {
    const sentence = `Failed to authenticate as '${user}'. Ensure that your node_name and client key are correct.`;
    throw new Refused('unknown_principal', sentence);
  }
  const signers = principals.flatMap(({ kind, name, orgMember, keys }) => {
    const key = verifyRequest(request, signed, keys);
    return key === undefined ? [] : [{ orgMember, caller: { kind, name, organization, key } }];
  });
  if (signers.length === 0) throw new Refused('bad_signature', `Invalid signature for user or client '${user}'`);
  // A user and a client of one name may share a key: then the one who belongs here is meant.
  const member = signers.find(({ orgMember }) => orgMember);
  if (member === undefined) {
    throw new Refused('not_associated', `'${user}' is not associated with organization '${organization}'`);
  }
  return member.caller;
}
