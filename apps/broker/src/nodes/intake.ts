import { decodeFromNode, type Heard, type KeysFor, type Limits, type NodeMessage } from '@push-jobs/protocol';
import { setTimeout as pause } from 'node:timers/promises';
import type { Events } from '../events.ts';
import { isStorable, type NodeName } from '../keys/node-name.ts';
import type { SessionKeys } from '../keys/session-keys.ts';
import type { Valve } from '../valve.ts';
import type { Attendance } from './attendance.ts';
import type { Departures } from './departures.ts';
import type { Link } from './held-node.ts';
import type { IdleStates } from './idle-states.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { Roster } from './roster.ts';

export interface IntakeOptions {
  readonly maxSkewMs: number;
  readonly maxBodyBytes: number;
}

export interface IntakeSources {
  readonly keys: SessionKeys;
  readonly idleStates: IdleStates;
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

const WAITING_MESSAGES = 20_000;
const WAITING_PER_CONNECTION = 256;
const SETTLE_WITHIN_MS = 2_000;

/**
 * Every message of a node passes here. Where keys and jobs are known, which is nearly always, it is judged at once.
 * Otherwise its connection waits, and what else comes on it waits behind it: the order of a connection is kept, and no
 * other connection is held up.
 */
export class Intake {
  private readonly waiting = new Map<string, (readonly Buffer[])[]>();
  private readonly resuming = new Set<Promise<void>>();
  private waitingMessages = 0;

  constructor(
    private readonly our: IntakeSources,
    private readonly options: IntakeOptions,
  ) {}

  get depth(): number {
    return this.waitingMessages;
  }

  /** `frames`: routing id, header, body. */
  hear(frames: readonly Buffer[]): void {
    const route = frames[0]?.toString('latin1') ?? '';
    const queue = this.waiting.get(route);
    if (queue !== undefined) return this.enqueue(queue, frames);
    const tried: Tried = { record: 'no', jobs: false };
    const obstacle = this.judge(route, frames, tried);
    if (obstacle === undefined) return;
    this.waiting.set(route, []);
    const resumed = this.resume(route, frames, tried, obstacle).finally(() => this.resuming.delete(resumed));
    this.resuming.add(resumed);
  }

  /** Waits a while for messages that were read and are not judged yet. */
  async settled(): Promise<void> {
    const timer = new AbortController();
    const late = pause(SETTLE_WITHIN_MS, undefined, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.resuming), late]);
    timer.abort();
  }

  private enqueue(queue: (readonly Buffer[])[], frames: readonly Buffer[]): void {
    if (queue.length >= WAITING_PER_CONNECTION) return this.our.events.messageRefused('backlog');
    queue.push(frames);
    this.count(1);
  }

  private count(change: 1 | -1): void {
    this.waitingMessages += change;
    this.our.valve.level('intake', this.waitingMessages, WAITING_MESSAGES);
  }

  private async resume(route: string, first: readonly Buffer[], tried: Tried, obstacle: Obstacle): Promise<void> {
    this.count(1);
    await obstacle;
    await this.judgeFully(route, first, tried);
    this.count(-1);
    for (const frames of this.waiting.get(route) ?? []) {
      await this.judgeFully(route, frames, { record: 'no', jobs: false }); // more may be queued meanwhile
      this.count(-1);
    }
    this.waiting.delete(route);
  }

  private async judgeFully(route: string, frames: readonly Buffer[], tried: Tried): Promise<void> {
    for (let next = this.judge(route, frames, tried); next !== undefined; next = this.judge(route, frames, tried)) {
      await next;
    }
  }

  /**
   * A fault of ours that one message brings out must not make the broker deaf to all the others.
   * @returns what has to be known first; undefined when the message is dealt with
   */
  private judge(route: string, frames: readonly Buffer[], tried: Tried): Obstacle | undefined {
    try {
      return this.decode(route, frames, tried);
    } catch (error) {
      this.our.events.messageFailed(error);
      return undefined;
    }
  }

  private decode(route: string, frames: readonly Buffer[], tried: Tried): Obstacle | undefined {
    const nowMs = Date.now();
    const limits: Limits = { nowMs, ...this.options };
    const decoded = decodeFromNode(frames.slice(1), this.keysFor, limits);
    if (decoded.ok) {
      const { message, key: sessionKey, version } = decoded;
      const link: Link = { routingId: frames[0] as Buffer, sessionKey, version }; // a ROUTER puts it in front
      return this.admit({ message, route, nowMs }, link, tried);
    }
    const claimed = decoded.claimed === undefined ? undefined : nameOf(decoded.claimed);
    const keyless = decoded.why === 'unknown_sender' || decoded.why === 'bad_signature';
    if (keyless && claimed !== undefined && tried.record === 'no' && this.mayLookUp(claimed, nowMs)) {
      return this.lookUp(claimed, tried);
    }
    this.our.events.messageRefused(decoded.why, claimed);
    return undefined;
  }

  private readonly keysFor: KeysFor = (claimed) => this.our.keys.cached(nameOf(claimed));

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
    if (node === undefined && tried.record === 'no') return this.lookUp(name, tried);
    if (node === undefined && tried.record === 'unreachable') return this.refuse('unavailable', name);
    const unknown = this.jobsToLearn(message, node?.state.duty?.jobId);
    if (unknown.length > 0 && !tried.jobs) {
      tried.jobs = true;
      return Promise.all(unknown.map((jobId) => this.our.openJobs.learn(jobId)));
    }
    this.our.events.messageHeard(message.type);
    if (node !== undefined) this.our.attendance.hear(node, heard, link);
    else this.arrive(heard, link, name);
    return undefined;
  }

  private arrive(heard: Heard, link: Link, name: NodeName): void {
    const record = this.our.keys.record(name);
    this.our.departures.settle(name);
    this.our.attendance.arrive(heard, link, this.our.idleStates.known(name, record?.idleIncarnation));
  }

  private refuse(why: string, name: NodeName): undefined {
    this.our.events.messageRefused(why, name);
  }

  private jobsToLearn(message: NodeMessage, duty: string | undefined): string[] {
    const named = new Set([message.job_id, duty]);
    return [...named].filter((jobId) => this.our.openJobs.shouldLearn(jobId));
  }
}

const nameOf = ({ org, node }: { org: string; node: string }): NodeName => ({ organization: org, node });
