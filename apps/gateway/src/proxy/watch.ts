import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { NotPassed } from './not-passed.ts';

export interface Patience {
  /** For a connection, or for a free one of those there may be. */
  readonly connectMs: number;
  /** From the end of a request to the head of its answer; 0 without end. */
  readonly answerMs: number;
  /** While a body is on its way, in either direction, and nothing moves; 0 without end. */
  readonly idleMs: number;
}

/** Gives up a request that takes too long: it then fails, or its answer does, with NotPassed. */
export function watch(asked: ClientRequest, { connectMs, answerMs, idleMs }: Patience): void {
  const connecting = setTimeout(() => asked.destroy(new NotPassed('away', 'no connection in time')), connectMs);
  const seen = { connected: false, sent: false, answered: false };
  const saw = (what: keyof typeof seen): void => {
    seen[what] = true;
    if (seen.connected) asked.setTimeout(seen.sent && !seen.answered ? answerMs : idleMs);
  };
  asked.once('socket', (socket) =>
    whenConnected(socket, () => {
      clearTimeout(connecting);
      saw('connected');
    }),
  );
  asked.once('finish', () => saw('sent'));
  asked.once('response', () => saw('answered'));
  asked.once('timeout', () => asked.destroy(new NotPassed('late', 'nothing came in time')));
  asked.once('close', () => clearTimeout(connecting));
}

function whenConnected(socket: Socket, then: () => void): void {
  if (!socket.connecting) then();
  else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', then);
}
