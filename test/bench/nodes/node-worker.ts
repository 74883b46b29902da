import { createPrivateKey, randomUUID } from 'node:crypto';
import { Context, curveKeyPair } from 'zeromq';
import { answerCalls } from '../worker-process.ts';
import { ConfigurationRequest } from './configuration-request.ts';
import { Pulse } from './pulse.ts';
import { type CurveKeys, type NodeConfiguration, SimulatedNode, Tally } from './simulated-node.ts';

export interface NodeWorkerSettings {
  readonly organization: string;
  readonly names: readonly string[];
  /** PKCS#1 PEM: all nodes of the benchmark have one key. */
  readonly privateKey: string;
}

/** Connections of a process to the gateway at a time; each request has one of its own, as nodes make them. */
const REQUESTS_AT_ONCE = 256;

const context = new Context({ blocky: false, maxSockets: 65_535 });

class NodeWorker {
  private readonly tally = new Tally();
  private nodes: SimulatedNode[] = [];
  private pulse = new Pulse<SimulatedNode>([]);
  private prepared: { node: SimulatedNode; curve: CurveKeys; request: ConfigurationRequest | undefined }[] = [];

  /** New processes of all nodes: new incarnations and keys. With a key their configuration requests are signed. */
  prepare({ organization, names, privateKey }: NodeWorkerSettings): void {
    this.pulse[Symbol.dispose]();
    for (const node of this.nodes) node.disconnect();
    const key = privateKey === '' ? undefined : createPrivateKey(privateKey);
    this.prepared = names.map((name) => {
      const identity = { organization, name, incarnation: randomUUID() };
      const curve = curveKeyPair();
      const request = key === undefined ? undefined : new ConfigurationRequest(identity, curve, key);
      return { node: new SimulatedNode(context, identity, this.tally), curve, request };
    });
    this.nodes = this.prepared.map(({ node }) => node);
  }

  /** Each asks for its configuration, connects as soon as it has it, and beats. Resolves when all have connected. */
  async arrive({ origin, intervalMs }: { origin: string; intervalMs: number }): Promise<void> {
    this.beatEvery(intervalMs);
    const waiting = this.prepared.values();
    const oneAfterTheOther = async (): Promise<void> => {
      for (const { node, curve, request } of waiting) {
        if (request === undefined) throw new Error('the nodes were prepared without a key');
        const configuration = await request.send(origin);
        node.connect(configuration, curve);
        node.subscribe(configuration);
      }
    };
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, oneAfterTheOther));
  }

  /** Connects the command channel alone, all nodes with one configuration. */
  connect(configuration: NodeConfiguration): void {
    for (const { node, curve } of this.prepared) node.connect(configuration, curve);
  }

  subscribe(configuration: NodeConfiguration): void {
    for (const { node } of this.prepared) node.subscribe(configuration);
  }

  beatEvery(intervalMs: number): void {
    this.pulse[Symbol.dispose]();
    this.pulse = new Pulse(this.nodes);
    this.pulse.start(intervalMs);
  }

  counts(): Tally {
    return this.tally;
  }
}

const worker = new NodeWorker();
const methods = {
  prepare: (settings: NodeWorkerSettings) => worker.prepare(settings),
  arrive: (at: { origin: string; intervalMs: number }) => worker.arrive(at),
  connect: (configuration: NodeConfiguration) => worker.connect(configuration),
  subscribe: (configuration: NodeConfiguration) => worker.subscribe(configuration),
  beatEvery: (intervalMs: number) => worker.beatEvery(intervalMs),
  counts: () => ({ ...worker.counts() }),
};
export type NodeWorkerMethods = typeof methods;

answerCalls(methods);
