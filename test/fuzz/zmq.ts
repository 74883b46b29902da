import type { FakeNode } from '@push-jobs/testing';
import { eventually } from '@push-jobs/local';
import type { TestCluster } from '../support/local-cluster.ts';
import { metric, metricBy } from '../support/metrics.ts';
import { FUZZ_PEERS, type Inhabitants } from './inhabitants.ts';
import { Random } from './random.ts';
import { ZmqFrames } from './zmq-frames.ts';
import { strangers } from './zmq-strangers.ts';

export interface ZmqFigures {
  /** Frames, on whatever connection. */
  frames: number;
  messages: number;
  forged: number;
  /** As the broker counted, good nodes included. */
  heard: number;
  refused: number;
  refusedHandshakes: number;
}

/** Longer than the broker takes: it costs the connection. */
const OVERLONG_BYTES = 1_200_000;

/** Messages after which to wait for the broker: of a flood it would drop most without a look. */
const AT_A_TIME = 20;

/** Part of the run after which to look again how everybody is. */
const REPORT_EVERY = 0.02;

/** Sends so many frames from authenticated nodes, and a few from strangers. `report`: from 0 to 1, now and then. */
export async function fuzzZmq(
  system: TestCluster,
  inhabitants: Inhabitants,
  random: Random,
  {
    frames,
    report,
    othersJob,
  }: { frames: number; report: (progress: number) => Promise<void>; othersJob: () => string },
): Promise<ZmqFigures> {
  const nodes: FakeNode[] = [];
  for (const name of FUZZ_PEERS) nodes.push((await inhabitants.configured(name)).connect());
  const [cutter, ...senders] = nodes;
  const before = await counted(system);
  const figures: ZmqFigures = { frames: 0, messages: 0, forged: 0, heard: 0, refused: 0, refusedHandshakes: 0 };

  const judged = async (messages: number) => {
    await eventually('the broker has judged every message', async () => {
      const now = await counted(system);
      figures.heard = now.heard - before.heard;
      figures.refused = now.refused - before.refused;
      figures.refusedHandshakes = now.refusedHandshakes - before.refusedHandshakes;
      return figures.heard + figures.refused >= messages;
    });
  };
  let due = REPORT_EVERY;
  const sender = async (node: FakeNode) => {
    const source = new ZmqFrames(node, new Random(random.below(2 ** 32)), othersJob);
    while (figures.frames < frames) {
      const message = source.next();
      await node.sendFrames(message.frames);
      figures.frames += message.frames.length;
      figures.messages += 1;
      if (message.forged) figures.forged += 1;
      if (figures.messages % AT_A_TIME === 0) await judged(figures.messages);
      if (figures.frames < due * frames) continue;
      due += REPORT_EVERY;
      await report(Math.min(1, figures.frames / frames));
    }
  };
  const watcher = async () => {
    while (figures.frames < frames) {
      const said = await strangers(random, system.cluster.options, cutter?.options.serverCurveKey ?? '');
      figures.frames += said; // in a step of its own: others count meanwhile
      await cutter?.sendFrames([Buffer.from('x'), Buffer.alloc(OVERLONG_BYTES)]);
    }
  };
  try {
    await Promise.all([...senders.map(sender), watcher()]);
    await judged(figures.messages);
    await report(1);
    return figures;
  } finally {
    await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
  }
}

interface Counts {
  readonly heard: number;
  readonly refused: number;
  readonly refusedHandshakes: number;
}

async function counted(system: TestCluster): Promise<Counts> {
  const origin = brokerOf(system);
  const [heard, refused, refusedHandshakes] = await Promise.all([
    metric(origin, 'push_jobs_broker_messages_total'),
    metric(origin, 'push_jobs_broker_refused_messages_total'),
    metric(origin, 'push_jobs_broker_refused_handshakes_total'),
  ]);
  return { heard, refused, refusedHandshakes };
}

const brokerOf = (system: TestCluster): string =>
  `http://127.0.0.1:${system.cluster.child('broker').spec.operationsPort}`;

/** Messages refused by the broker since it started, by reason. */
export const refusals = (system: TestCluster): Promise<ReadonlyMap<string, number>> =>
  metricBy(brokerOf(system), 'push_jobs_broker_refused_messages_total', 'why');
