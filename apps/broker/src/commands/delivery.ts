import type { Command__Output, Undelivered } from '@push-jobs/contracts';
import type { DutyPhase } from '@push-jobs/protocol';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Events } from '../events.ts';
import type { Attendance, UnstampedCommand } from '../nodes/attendance.ts';
import type { HeldNode } from '../nodes/held-node.ts';
import type { OpenJobs } from '../nodes/open-jobs.ts';
import type { Roster } from '../nodes/roster.ts';
import { commitMessage } from './commit.ts';

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
    private readonly events: Events,
    private readonly publicHost: string,
  ) {}

  /** @returns the nodes that are not here, or whose connection is gone */
  async deliver(commands: readonly Command__Output[]): Promise<Undelivered[]> {
    const undelivered: Undelivered[] = [];
    for (const command of commands) {
      const nodes = await this.deliverOne(command);
      const { organization, jobId } = command;
      if (nodes.length > 0) undelivered.push({ organization, jobId, nodes });
    }
    return undelivered;
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
        const message = commitMessage(jobId, commit, this.publicHost);
        return (node) => this.once(node, 'commit', jobId, message);
      }
      case 'run':
        return (node) => this.once(node, 'run', jobId, { type: 'run', job_id: jobId });
      case 'abort':
        return (node) => this.abort(node, jobId);
      case 'rehab':
        return (node) => this.rehab(node, jobId);
      default: // a kind of command that this version does not know
        return () => false;
    }
  }

  /**
   * A stock client answers a repeated `commit` with `nack_commit`, so what went out on a connection is not sent on it
   * again: it has arrived, or will (decision 6).
   */
  private async once(
    node: HeldNode,
    phase: DutyPhase & ('commit' | 'run'),
    jobId: string,
    message: UnstampedCommand,
  ): Promise<boolean> {
    this.openJobs.opened(jobId);
    if (node.wasSent(phase, jobId)) return true;
    node.remember(phase, jobId);
    const { routingId } = node.link;
    const sent = await this.attendance.send(node, message);
    if (sent) this.attendance.order(node, { type: 'duty', duty: { jobId, phase, contradictions: 0 } });
    else if (node.link.routingId === routingId) node.forgetCommand(phase, jobId);
    return sent;
  }

  private async abort(node: HeldNode, jobId: string): Promise<boolean> {
    const sent = await this.attendance.send(node, { type: 'abort' });
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
