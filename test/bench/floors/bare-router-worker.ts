import { createHmac, generateKeyPairSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { type CommandMessage, encodeForNode, encodeHeartbeat, rfc1123 } from '@push-jobs/protocol';
import { Context, curveKeyPair, Publisher, Router } from 'zeromq';
import type { NodeConfiguration } from '../nodes/simulated-node.ts';
import { answerCalls } from '../worker-process.ts';

export interface BarePorts {
  readonly command: number;
  readonly heartbeat: number;
}

/** What this program reads of a message. */
interface Said {
  readonly node: string;
  readonly type: string;
}

/**
 * The least that any server has to do: a ROUTER with CURVE that verifies each message, and a PUB. It keeps no state of
 * nodes but how to reach them, has no database and trusts everybody.
 */
class BareRouter {
  private readonly context = new Context({ blocky: false, maxSockets: 65_535 });
  private readonly curve = curveKeyPair();
  private readonly sessionKey = randomBytes(32);
  private readonly rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  private readonly routes = new Map<string, Buffer>();
  private readonly router = new Router({
    ...{ context: this.context, mandatory: true, linger: 0, sendTimeout: 0, handshakeInterval: 30_000, backlog: 4_096 },
    ...{ curveServer: true, curvePublicKey: this.curve.publicKey, curveSecretKey: this.curve.secretKey },
  });
  private readonly publisher = new Publisher({
    context: this.context,
    linger: 0,
    sendHighWaterMark: 4,
    backlog: 4_096,
  });
  private sequence = 0;
  private heard: (said: Said) => void = () => undefined;

  async open({ command, heartbeat }: BarePorts): Promise<NodeConfiguration> {
    const commandAddress = `tcp://127.0.0.1:${command}`;
    const heartbeatAddress = `tcp://127.0.0.1:${heartbeat}`;
    await this.router.bind(commandAddress);
    await this.publisher.bind(heartbeatAddress);
    void this.read();
    return { commandAddress, heartbeatAddress, serverCurveKey: this.curve.publicKey, sessionKey: this.sessionKey };
  }

  /** Forgets the nodes there were. */
  forget(): void {
    this.routes.clear();
  }

  /** Resolves once so many nodes have been heard. */
  awaitNodes(count: number): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.routes.size < count) return;
        this.heard = () => undefined;
        resolve();
      };
      this.heard = check;
      check();
    });
  }

  beatEvery(intervalMs: number): void {
    setInterval(() => {
      const stamp = { sequence: ++this.sequence, timestamp: rfc1123(Date.now()) };
      const beat = { ...stamp, server: 'bare', type: 'heartbeat', incarnation_id: 'bare' } as const;
      void this.publisher.send([...encodeHeartbeat(beat, this.rsa)]);
    }, intervalMs);
  }

  /** The messages of a job on these nodes. @returns milliseconds */
  async job(nodes: readonly string[]): Promise<number> {
    const startedMs = performance.now();
    const jobId = randomBytes(16).toString('hex');
    const ready = this.count('ack_commit', nodes.length);
    this.tell(nodes, (stamp) => ({ ...stamp, type: 'commit', job_id: jobId, server: 'bare', command: 'uptime' }));
    await ready;
    const done = this.count('succeeded', nodes.length);
    this.tell(nodes, (stamp) => ({ ...stamp, type: 'run', job_id: jobId }));
    await done;
    return performance.now() - startedMs;
  }

  private tell(
    nodes: readonly string[],
    command: (stamp: { sequence: number; timestamp: string }) => CommandMessage,
  ): void {
    const timestamp = rfc1123(Date.now());
    for (const node of nodes) {
      const route = this.routes.get(node);
      if (route === undefined) throw new Error(`${node} has not been heard`);
      const frames = encodeForNode(command({ sequence: ++this.sequence, timestamp }), this.sessionKey);
      void this.router.send([route, ...frames]);
    }
  }

  private count(type: string, wanted: number): Promise<void> {
    return new Promise((resolve) => {
      let seen = 0;
      this.heard = (said) => {
        if (said.type === type && ++seen === wanted) resolve();
      };
    });
  }

  private async read(): Promise<void> {
    for await (const [route, header, body] of this.router) {
      if (route === undefined || header === undefined || body === undefined)
        throw new Error('a message has three frames');
      const signature = Buffer.from(header.toString('latin1').slice(header.lastIndexOf(':') + 1), 'base64');
      const expected = createHmac('sha256', this.sessionKey).update(body).digest();
      if (!timingSafeEqual(signature, expected)) throw new Error('a signature does not hold');
      const said = JSON.parse(body.toString()) as Said;
      this.routes.set(said.node, route);
      this.heard(said);
    }
  }
}

const router = new BareRouter();
const methods = {
  open: (ports: BarePorts) => router.open(ports),
  forget: () => router.forget(),
  awaitNodes: (count: number) => router.awaitNodes(count),
  beatEvery: (intervalMs: number) => router.beatEvery(intervalMs),
  job: (nodes: readonly string[]) => router.job(nodes),
};
export type BareRouterMethods = typeof methods;

answerCalls(methods);
