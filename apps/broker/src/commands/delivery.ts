import type { Command__Output, Undelivered } from '@push-jobs/contracts';
import { currentTrace, inSpan, traceparentOf } from '@push-jobs/platform';
import { type DutyPhase, type Prepared, prepareForNodes } from '@push-jobs/protocol';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Events } from '../events.ts';
import { ABORT, type Attendance } from '../nodes/attendance.ts';
import type { HeldNode } from '../nodes/held-node.ts';
import type { OpenJobs } from '../nodes/open-jobs.ts';
import type { Roster } from '../nodes/roster.ts';
import type { JobTraces } from '../reports/job-traces.ts';
import { type Offer, offerOf, type Terms } from './commit.ts';

/** Sends the command to one node. @returns whether it was handed to the node's connection */
type Hand = (node: HeldNode) => boolean | Promise<boolean>;

/** Nodes served before heartbeats get a turn: a file of 100,000 bytes takes a while to write and sign for each. */
const NODES_PER_TURN = 100;

/** The orchestrator's commands, for the nodes that are here. */
export class Delivery {
  constructor(
    private readonly roster: Roster,
    private readonly attendance: Attendance,
    private readonly openJobs: OpenJobs,
    private readonly traces: JobTraces,
    private readonly events: Events,
    private readonly terms: Terms,
  ) {}

  /** @returns the nodes that are not here, or whose connection is gone */
  async deliver(commands: readonly Command__Output[]): Promise<Undelivered[]> {
    const undelivered: Undelivered[] = [];
    for (const command of commands) {
      const nodes = await this.trace(command);
      const { organization, jobId } = command;
      if (nodes.length > 0) undelivered.push({ organization, jobId, nodes });
    }
    return undelivered;
  }

  private trace(command: Command__Output): Promise<string[]> {
    const { jobId, action = 'none', nodes, traceparent } = command;
    const attributes = { 'push_jobs.job.id': jobId, 'push_jobs.nodes': nodes.length };
    return inSpan(`send ${action}`, { parent: traceparent, batch: currentTrace(), attributes }, async (span) => {
      this.traces.follow(jobId, traceparentOf(span));
      const failed = await this.deliverOne(command);
      span?.setAttribute('push_jobs.undelivered', failed.length);
      return failed;
    });
  }

  private async deliverOne(command: Command__Output): Promise<string[]> {
    const hand = this.handOf(command);
    const { organization, nodes } = command;
    const failed: string[] = [];
    for (let i = 0; i < nodes.length; i += NODES_PER_TURN) {
      const slice = nodes.slice(i, i + NODES_PER_TURN);
      const handed = await Promise.all(slice.map((node) => this.handTo(this.roster.get({ organization, node }), hand)));
      failed.push(...slice.filter((_, at) => !handed[at]));
      if (i + NODES_PER_TURN < nodes.length) await nextTurn();
    }
    this.events.delivered(command.action ?? 'none', nodes.length, failed.length);
    return failed;
  }

  private async handTo(node: HeldNode | undefined, hand: Hand): Promise<boolean> {
    return node !== undefined && hand(node);
  }

  private handOf({ jobId, commit, action }: Command__Output): Hand {
    switch (action) {
      case 'commit': {
        if (!commit) return () => false;
        const offer = offerOf(jobId, commit, this.terms);
        return (node) => this.offer(node, jobId, offer(node.link));
      }
      case 'run': {
        const run = prepareForNodes({ type: 'run', job_id: jobId });
        return (node) => this.once(node, 'run', jobId, run);
      }
      case 'abort':
        return (node) => this.abort(node, jobId);
      case 'rehab':
        return (node) => this.rehab(node, jobId);
      default: // a kind of command that this version does not know
        return () => false;
    }
  }

  /** What a node cannot take is refused in its name: nobody has to wait for the voting timeout. */
  private async offer(node: HeldNode, jobId: string, offer: Offer): Promise<boolean> {
    if (offer.ok) return this.once(node, 'commit', jobId, offer.command);
    if (node.wasSent('commit', jobId)) return true;
    node.remember('commit', jobId);
    this.attendance.refuseCommit(node, jobId, offer.reason);
    return true;
  }

  /**
   * A stock client answers a repeated `commit` with `nack_commit`, so what went out on a connection is not sent on it
   * again: it has arrived, or will (decision 6).
   */
  private async once(
    node: HeldNode,
    phase: DutyPhase & ('commit' | 'run'),
    jobId: string,
    command: Prepared,
  ): Promise<boolean> {
    this.openJobs.opened(node.organization, jobId);
    if (node.wasSent(phase, jobId)) return true;
    node.remember(phase, jobId);
    const { routingId } = node.link;
    const before = node.state.duty;
    const sending = this.attendance.send(node, command);
    // Before anything else is read: the answer of a quick node must find the duty that it answers, not be undone by it.
    this.attendance.order(node, { type: 'duty', duty: { jobId, phase, contradictions: 0 } });
    const sent = await sending;
    if (sent) return true;
    if (node.link.routingId === routingId) node.forgetCommand(phase, jobId);
    if (node.state.duty?.jobId === jobId) this.attendance.order(node, { type: 'duty', duty: before });
    return false;
  }

  private async abort(node: HeldNode, jobId: string): Promise<boolean> {
    const sent = await this.attendance.send(node, ABORT);
    if (sent && node.state.duty?.jobId === jobId) this.attendance.order(node, { type: 'duty', duty: undefined });
    return sent;
  }

  /** Delivered even if its first `abort` is not: a node in rehab is aborted again every second. */
  private rehab(node: HeldNode, jobId: string): true {
    const order = { type: 'rehab', nowMs: Date.now() } as const;
    this.attendance.order(node, jobId === '' ? order : { ...order, jobId });
    return true;
  }
}
