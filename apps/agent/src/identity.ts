import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { curveKeyPair } from 'zeromq';

/** Who this process is to the server. It lives as long as the process, through every reconfiguration. */
export interface Identity {
  readonly incarnationId: string;
  readonly hostName: string;
  /** Z85. */
  readonly curve: { readonly publicKey: string; readonly secretKey: string };
}

export const newIdentity = (): Identity => ({
  incarnationId: randomUUID(),
  hostName: hostname(),
  curve: curveKeyPair(),
});
