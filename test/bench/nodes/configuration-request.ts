import { decryptSessionKey } from '@push-jobs/protocol';
import type { KeyObject } from 'node:crypto';
import { Agent, get, type IncomingMessage } from 'node:http';
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
  private readonly path: string;
  private readonly headers: Record<string, string>;

  constructor(
    { organization, name }: NodeIdentity,
    curve: CurveKeys,
    private readonly privateKey: KeyObject,
  ) {
    this.path = `/organizations/${organization}/pushy/config/${name}?ccpk=${encodeURIComponent(curve.publicKey)}&version=2.0`;
    this.headers = signatureHeaders({ method: 'GET', path: this.path, body: '', userId: name }, privateKey);
  }

  /**
   * Asks until it is answered, as nodes do while a server has too much to do.
   * @throws Error for an answer that a node would take as final, and after twenty seconds without any
   */
  async send(origin: string, agent: Agent): Promise<NodeConfiguration> {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetchText(origin + this.path, this.headers, agent).catch(() => undefined);
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

function fetchText(url: string, headers: Record<string, string>, agent: Agent) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = get(url, { headers, agent }, (response: IncomingMessage) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
