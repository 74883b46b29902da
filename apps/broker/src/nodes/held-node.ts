import type { NodeEffect, NodeState, ProtocolVersion } from '@push-jobs/protocol';
import type { NodeName } from '../keys/node-name.ts';
import type { CommandSocket } from '../sockets/router.ts';

/** How a node is reached: its connection, and the session whose key signs both ways. */
export interface Link {
  readonly socket: CommandSocket;
  readonly routingId: Buffer;
  readonly sessionKey: Buffer;
  readonly version: ProtocolVersion;
  /** The session has ended: the node may finish the job it is at, and gets no other. */
  readonly ended: boolean;
}

/** Commands remembered per connection; a node is at one job at a time, and jobs may overlap while one is aborted. */
const REMEMBERED_COMMANDS = 16;

/** Messages that answer a command: of `run` there are two. */
const ANSWERS = 2;
/** However many commands were sent: a node that answers none of them must not save it all up. */
const MOST_ANSWERS = 20_000;

/** A node that beats at this broker. What it is and does is in `state`, which only libs/protocol changes. */
export class HeldNode implements NodeName {
  /** Which arrival anywhere this was, see `PresenceIndex`; 0 until one was claimed for this connection. */
  epoch = 0;
  /** What others are told: idle, and durably known to be. */
  available = false;
  /** What is not told yet, in order, because others may still find the node available. */
  untold: NodeEffect[] | undefined;
  /** Not held any more: work that is under way for it comes to nothing. */
  gone = false;
  /** Counts what the node said of jobs, so that an answer of the orchestrator that is older than that is noticed. */
  newsHeard = 0;
  /** Jobs whose result is on its way to the orchestrator, and is to be acknowledged when it has arrived. */
  readonly resultsUnderWay = new Set<string>();
  private sequence = 0;
  private awaitedAnswers = 0;
  private readonly commands = new Set<string>();

  constructor(
    readonly organization: string,
    readonly node: string,
    public state: NodeState,
    public link: Link,
  ) {}

  /** The node has another connection: both sides count from the start, and what was sent before may not have arrived. */
  relink(link: Link): void {
    this.link = link;
    this.sequence = 0;
    this.epoch = 0;
    this.awaitedAnswers = 0;
    this.commands.clear();
  }

  /** The newest key that signed on the connection is the one the node surely has. */
  resign(link: Link): void {
    const { sessionKey, version, ended } = this.link;
    if (sessionKey.equals(link.sessionKey) && version === link.version && ended === link.ended) return;
    this.link = link;
  }

  /** The number of the last command on this connection; a node that is forgotten and heard again goes on from there. */
  get lastSequence(): number {
    return this.sequence;
  }

  resumeAfter(sequence: number): void {
    this.sequence = sequence;
  }

  /** Counts up from 1 per connection. */
  nextSequence(): number {
    return ++this.sequence;
  }

  /** Whether a message beyond what a node may say by itself can be an answer to what it was told. Counts it as one. */
  takeAnswer(): boolean {
    if (this.awaitedAnswers === 0) return false;
    this.awaitedAnswers--;
    return true;
  }

  wasSent(command: 'commit' | 'run', jobId: string): boolean {
    return this.commands.has(`${command} ${jobId}`);
  }

  remember(command: 'commit' | 'run', jobId: string): void {
    this.commands.add(`${command} ${jobId}`);
    this.awaitedAnswers = Math.min(this.awaitedAnswers + ANSWERS, MOST_ANSWERS);
    const [oldest] = this.commands;
    if (oldest !== undefined && this.commands.size > REMEMBERED_COMMANDS) this.commands.delete(oldest);
  }

  forgetCommand(command: 'commit' | 'run', jobId: string): void {
    this.commands.delete(`${command} ${jobId}`);
  }
}
