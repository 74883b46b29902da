import { decryptSessionKey } from '@push-jobs/protocol';
import type { KeyObject } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { signatureHeaders } from '../../support/request-signature.ts';
import type { CurveKeys, NodeConfiguration, NodeIdentity } from './simulated-node.ts';

/** The part of a configuration that we read (wire contract section 4). */
interface ConfigurationBody {
  curve_public_key: string;
  push_jobs: { heartbeat: { out_addr: string; command_addr: string } };
  encoded_session_key: { key: string };
}

const RETRY_MS = 500;
const ATTEMPTS = 40;

/** A node's signed request for its configuration, made up ahead: signing is its own work, not the server's. */
export class ConfigurationRequest {
  private readonly request: string;

  constructor(
    { organization, name }: NodeIdentity,
    curve: CurveKeys,
    private readonly privateKey: KeyObject,
  ) {
    const path = `/organizations/${organization}/pushy/config/${name}?ccpk=${encodeURIComponent(curve.publicKey)}&version=2.0`;
    const headers = signatureHeaders({ method: 'GET', path, body: '', userId: name }, privateKey);
    const lines = Object.entries({ host: 'push.example.com', connection: 'close', ...headers });
    this.request = `GET ${path} HTTP/1.1\r\n${lines.map((line) => `${line.join(': ')}\r\n`).join('')}\r\n`;
  }

  /**
   * Asks until it is answered, as nodes do while a server has too much to do.
   * @throws Error for an answer that a node would take as final, and after twenty seconds without any
   */
  async send(origin: string): Promise<NodeConfiguration> {
    const server = new URL(origin);
    for (let attempt = 1; ; attempt++) {
      const answer = await exchange(server, this.request).catch(() => undefined);
      if (answer?.status === 200) return this.read(answer.text);
      if (answer !== undefined && answer.status < 500) throw new Error(`${answer.status} ${answer.text}`);
      if (attempt === ATTEMPTS) throw new Error(`no configuration: ${answer?.status} ${answer?.text}`);
      await pause(RETRY_MS);
    }
  }

  private read(text: string): NodeConfiguration {
    const body = JSON.parse(text) as ConfigurationBody;
    return {
      commandAddress: body.push_jobs.heartbeat.command_addr,
      heartbeatAddress: body.push_jobs.heartbeat.out_addr,
      serverCurveKey: body.curve_public_key,
      sessionKey: decryptSessionKey(body.encoded_session_key.key, this.privateKey),
    };
  }
}

/** A request on a connection of its own: what it costs the simulation must not count. */
function exchange({ hostname, port }: URL, request: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.once('error', reject);
    socket.once('end', () => {
      const [head = '', text = ''] = answer.split('\r\n\r\n', 2);
      resolve({ status: Number(head.split(' ', 2)[1]), text });
    });
  });
}
