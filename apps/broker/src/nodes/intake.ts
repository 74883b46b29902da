import {
  type DecodedFromNode,
  decodeFromNode,
  type Heard,
  type KeysFor,
  type Limits,
  type NodeMessage,
} from '@push-jobs/protocol';
import { setTimeout as pause } from 'node:timers/promises';
import type { Events } from '../events.ts';
import { FloodGuard } from '../flood-guard.ts';
import type { Channel } from '../keys/channel.ts';
import { isStorable, keyOf, type NodeName } from '../keys/node-name.ts';
import type { SessionKeys } from '../keys/session-keys.ts';
import type { Incoming } from '../sockets/router.ts';
import type { Valve } from '../valve.ts';
import type { Attendance } from './attendance.ts';
import type { Departures } from './departures.ts';
import type { HeldNode, Link } from './held-node.ts';
import type { KnownNodes } from './known-nodes.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { Roster } from './roster.ts';

export interface IntakeOptions {
  readonly maxSkewMs: number;
  readonly maxBodyBytes: number;
  /** Of one connection; 0 for no limit. */
  readonly maxMessagesPerSecond: number;
}

export interface IntakeSources {
  readonly keys: SessionKeys;
  readonly knownNodes: KnownNodes;
  readonly openJobs: OpenJobs;
  readonly departures: Departures;
  readonly roster: Roster;
  readonly attendance: Attendance;
  readonly valve: Valve;
  readonly events: Events;
}

/** What was looked up for a message already, so that nothing is looked up twice. */
interface Tried {
  record: 'no' | 'read' | 'unreachable';
  jobs: boolean;
}

/** Something has to be looked up before a message can be judged. Never rejects. */
type Obstacle = Promise<unknown>;

/** Beyond either nothing is read until half of it is dealt with. */
const WAITING_MESSAGES = 20_000;
const WAITING_BYTES = 64 * 1024 * 1024;
const WAITING_PER_CONNECTION = 2_048;
const SETTLE_WITHIN_MS = 2_000;

/**
 * Every message of a node passes here. Where keys and jobs are known, which is nearly always, it is judged at once.
 * Otherwise its connection waits, and what else comes on it waits behind it: the order of a connection is kept, and no
 * other connection is held up.
 */
export class Intake {
  private readonly waiting = new Map<string, Incoming[]>();
  private readonly resuming = new Set<Promise<void>>();
  private waitingMessages = 0;
  private waitingBytes = 0;
  private readonly floods: FloodGuard;

  constructor(
    private readonly our: IntakeSources,
    private readonly options: IntakeOptions,
  ) {
    this.floods = new FloodGuard(options.maxMessagesPerSecond);
  }

  get depth(): number {
    return this.waitingMessages;
  }

  hear(incoming: Incoming): void {
    const { route } = incoming;
    if (!this.floods.admits(route, Date.now())) {
      const owner = this.our.roster.ownerOf(route);
      if (!owner?.takeAnswer()) return this.our.events.messageRefused('flood', owner);
    }
    const queue = this.waiting.get(route);
    if (queue !== undefined) return this.enqueue(queue, incoming);
    const tried: Tried = { record: 'no', jobs: false };
    const obstacle = this.judge(incoming, tried);
    if (obstacle === undefined) return;
    this.waiting.set(route, []);
    const resumed = this.resume(incoming, tried, obstacle).finally(() => this.resuming.delete(resumed));
    this.resuming.add(resumed);
  }

  /** Waits a while for messages that were read and are not judged yet. */
  async settled(): Promise<void> {
    const timer = new AbortController();
    const late = pause(SETTLE_WITHIN_MS, undefined, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.resuming), late]);
    timer.abort();
  }

  private enqueue(queue: Incoming[], incoming: Incoming): void {
    if (queue.length >= WAITING_PER_CONNECTION) return this.our.events.messageRefused('backlog');
    queue.push(incoming);
    this.count(incoming, 1);
  }

  private count({ frames }: Incoming, change: 1 | -1): void {
    this.waitingMessages += change;
    this.waitingBytes += change * frames.reduce((sum, frame) => sum + frame.length, 0);
    this.our.valve.level('intake', this.waitingMessages, WAITING_MESSAGES);
    this.our.valve.level('intake bytes', this.waitingBytes, WAITING_BYTES);
  }

  private async resume(first: Incoming, tried: Tried, obstacle: Obstacle): Promise<void> {
    this.count(first, 1);
    await obstacle;
    await this.judgeFully(first, tried);
    this.count(first, -1);
    const queue = this.waiting.get(first.route) ?? [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await this.judgeFully(next, { record: 'no', jobs: false }); // more may be queued meanwhile
      this.count(next, -1);
    }
    this.waiting.delete(first.route);
  }

  private async judgeFully(incoming: Incoming, tried: Tried): Promise<void> {
    for (let next = this.judge(incoming, tried); next !== undefined; next = this.judge(incoming, tried)) await next;
  }

  /**
   * A fault of ours that one message brings out must not make the broker deaf to all the others.
   * @returns what has to be known first; undefined when the message is dealt with
   */
  private judge(incoming: Incoming, tried: Tried): Obstacle | undefined {
    try {
      return this.decode(incoming, tried);
    } catch (error) {
      this.our.events.messageFailed(error);
      return undefined;
    }
  }

  private decoded({ frames, socket }: Incoming, nowMs: number): DecodedFromNode {
    const limits: Limits = { nowMs, ...this.options };
    return decodeFromNode(frames.slice(1), this.keysFor[socket.channel], limits);
  }

  private decode(incoming: Incoming, tried: Tried): Obstacle | undefined {
    const { route, frames, socket } = incoming;
    const nowMs = Date.now();
    const decoded = this.decoded(incoming, nowMs);
    if (decoded.ok) {
      const { message, key: sessionKey, version } = decoded;
      const ended = this.our.keys.hasEnded(nameOf(message), sessionKey, nowMs);
      const routingId = frames[0] as Buffer; // a ROUTER puts it in front
      const link: Link = { socket, routingId, sessionKey, version, ended };
      return this.admit({ message, route, nowMs }, link, tried);
    }
    const claimed = decoded.claimed === undefined ? undefined : nameOf(decoded.claimed);
    const keyless = decoded.why === 'unknown_sender' || decoded.why === 'bad_signature';
    if (keyless && claimed !== undefined && tried.record === 'no' && this.mayLookUp(claimed, nowMs)) {
      return this.lookUp(claimed, tried);
    }
    this.our.events.messageRefused(decoded.why, claimed, decoded.skewMs);
    return undefined;
  }

  private readonly keysFor: Readonly<Record<Channel, KeysFor>> = {
    encrypted: (claimed) => this.our.keys.cached(nameOf(claimed), 'encrypted'),
    plain: (claimed) => this.our.keys.cached(nameOf(claimed), 'plain'),
  };

  private mayLookUp(name: NodeName, nowMs: number): boolean {
    return isStorable(name.organization) && isStorable(name.node) && this.our.keys.mayRead(name, nowMs);
  }

  private lookUp(name: NodeName, tried: Tried): Obstacle {
    tried.record = 'read';
    return this.our.keys.read(name).catch((error: unknown) => {
      tried.record = 'unreachable';
      this.our.events.unreachable('postgres', error);
    });
  }

  /** The signature holds. */
  private admit(heard: Heard, link: Link, tried: Tried): Obstacle | undefined {
    const { message, route } = heard;
    const name = nameOf(message);
    if (!isStorable(message.incarnation_id)) return this.refuse('bad_message', name);
    if (this.our.roster.isForeign(route, name)) return this.refuse('foreign_connection', name);
    const node = this.our.roster.get(name);
    const anotherProcess = node !== undefined && node.state.incarnation !== message.incarnation_id;
    const undecided = node === undefined || anotherProcess;
    // A session that has ended may have been renewed at another broker.
    const outdated = link.ended && this.mayLookUp(name, heard.nowMs);
    if ((undecided || outdated) && tried.record === 'no') return this.lookUp(name, tried);
    if (undecided && tried.record === 'unreachable') return this.refuse('unavailable', name);
    const unknown = this.jobsToLearn(message, node?.state.duty?.jobId);
    if (unknown.length > 0 && !tried.jobs) {
      tried.jobs = true;
      const wanted = new Set([...unknown, ...this.jobsBehind(route, name)]);
      return Promise.all(Array.from(wanted, (jobId) => this.our.openJobs.learn(name.organization, jobId)));
    }
    const over = link.ended && tried.record !== 'unreachable' && !this.speaksOfOpenJob(message);
    if (over) return this.refuse('expired', name);
    this.our.events.messageHeard(message.type);
    if (undecided) this.meet(node, heard, link, name);
    else this.our.attendance.hear(node, heard, link);
    return undefined;
  }

  /** A process that is new here, whether or not its node is. */
  private meet(node: HeldNode | undefined, heard: Heard, link: Link, name: NodeName): void {
    const { incarnation_id: incarnation } = heard.message;
    const known = this.our.knownNodes.known(name, this.our.keys.record(name));
    const wasIdle = known.idleIncarnation === incarnation;
    if (node !== undefined && !wasIdle) return this.our.attendance.hear(node, heard, link);
    // Another broker has seen to that process already: what is held here is what it was before, and no news to a job.
    if (node !== undefined) this.our.attendance.forget(node);
    this.our.departures.settle(name, wasIdle ? incarnation : undefined);
    this.our.attendance.arrive(heard, link, known);
  }

  private refuse(why: string, name: NodeName): undefined {
    this.our.events.messageRefused(why, name);
  }

  /** A node does not renew its session while a job is in flight (wire contract section 6), and may finish that one. */
  private speaksOfOpenJob({ org, job_id: jobId }: NodeMessage): boolean {
    return jobId !== null && this.our.openJobs.in(org)(jobId) !== false;
  }

  /** What this node names in the messages that wait behind: asked for at once, instead of one after the other. */
  private jobsBehind(route: string, name: NodeName): readonly string[] {
    return (this.waiting.get(route) ?? []).flatMap((incoming) => {
      const decoded = this.decoded(incoming, Date.now());
      const isOurs = decoded.ok && keyOf(nameOf(decoded.message)) === keyOf(name);
      return isOurs ? this.jobsToLearn(decoded.message, undefined) : [];
    });
  }

  private jobsToLearn(message: NodeMessage, duty: string | undefined): readonly string[] {
    if (message.job_id === null && duty === undefined) return NO_JOBS; // of an idle node, as nearly always
    const named = [...new Set([message.job_id, duty])].filter((jobId) => typeof jobId === 'string');
    return named.filter((jobId) => this.our.openJobs.shouldLearn(message.org, jobId));
  }
}

const NO_JOBS: readonly string[] = [];

const nameOf = ({ org, node }: { org: string; node: string }): NodeName => ({ organization: org, node });
