import {
  arrive,
  asksForAck,
  type Duty,
  type Heard,
  type KnownNode,
  type NodeEffect,
  type NodeInput,
  type NodeStep,
  observe,
  type Prepared,
  prepareForNodes,
  rfc1123,
} from '@push-jobs/protocol';
import { setTimeout as pause } from 'node:timers/promises';
import type { Events } from '../events.ts';
import type { Reports } from '../reports/reports.ts';
import type { Departures } from './departures.ts';
import type { Duties } from './duties.ts';
import { HeldNode, type Link } from './held-node.ts';
import type { KnownNodes } from './known-nodes.ts';
import type { OpenJobs } from './open-jobs.ts';
import type { Presence } from './presence.ts';
import type { Roster } from './roster.ts';

const ACK = prepareForNodes({ type: 'ack' });
/** Drop what you do, become idle. */
export const ABORT = prepareForNodes({ type: 'abort' });

/** A node in rehab is aborted again after as long. */
const HIDDEN_WITHIN_MS = 1_000;

export interface Surroundings {
  readonly roster: Roster;
  readonly presence: Presence;
  readonly knownNodes: KnownNodes;
  readonly departures: Departures;
  readonly reports: Reports;
  readonly duties: Duties;
  readonly openJobs: OpenJobs;
  readonly events: Events;
}

/** Carries out what libs/protocol decides about nodes. */
export class Attendance {
  constructor(private readonly our: Surroundings) {}

  /** A node is heard here for the first time. `known` is what the database keeps of it. */
  arrive(heard: Heard, link: Link, known: KnownNode): void {
    const { org: organization, node: name, incarnation_id } = heard.message;
    const step = arrive(heard, known, this.our.openJobs.in(organization));
    const node = new HeldNode(organization, name, step.state, link);
    node.resumeAfter(this.our.roster.countedOn(step.state.route));
    this.our.roster.add(node);
    this.our.events.nodeArrived(node, incarnation_id);
    this.our.presence.changed(node);
    if (known.idleIncarnation === incarnation_id) node.available = true; // that much is stored already
    this.follow(node, step);
    // What the process before was told to do went down with it, though the orchestrator may not have heard so yet.
    if (!step.effects.some((effect) => effect.type === 'report' && effect.news === 'down')) void this.adoptDuty(node);
  }

  /** One more message of a node that is here. */
  hear(node: HeldNode, heard: Heard, link: Link): void {
    const before = node.state;
    const step = observe(before, { type: 'message', ...heard }, this.our.openJobs.in(node.organization));
    node.state = step.state;
    this.our.roster.follow(node, before);
    if (step.state.route !== before.route) {
      node.relink(link);
      this.our.presence.changed(node);
    } else if (heard.route === step.state.route) node.resign(link);
    if (step.state.incarnation !== before.incarnation) {
      this.our.knownNodes.inRehab(node);
      this.our.events.nodeTakenOver(node, step.state.incarnation);
    }
    this.follow(node, step);
  }

  /** Another broker has had the node since. Nothing has happened to it. */
  forget(node: HeldNode): void {
    this.our.roster.remove(node);
    this.our.events.nodeMoved(node);
  }

  /** The orchestrator sent a command, or ordered rehab. */
  order(node: HeldNode, input: Extract<NodeInput, { type: 'duty' | 'rehab' }>): void {
    node.newsHeard++;
    this.follow(node, observe(node.state, input, this.our.openJobs.in(node.organization)));
  }

  /** The node is not asked: it could not do what the job wants. */
  refuseCommit(node: HeldNode, jobId: string, reason: string): void {
    node.newsHeard++;
    this.our.reports.push(node, { type: 'report', news: 'nack_commit', jobId, reason });
    this.our.events.commitRefused(node, jobId, reason);
  }

  /** Once per heartbeat interval. */
  tick(nowMs: number): void {
    const nodes = [...this.our.roster.all()];
    const silent = nodes.filter((node) => node.state.beats === 0);
    for (const node of nodes) this.observe(node, { type: 'tick', nowMs });
    void this.forgetMoved(silent.filter((node) => !node.gone));
  }

  /** Once per second: nodes in rehab are aborted again. */
  second(nowMs: number): void {
    for (const node of [...this.our.roster.inRehab]) this.observe(node, { type: 'second', nowMs });
  }

  /** @returns false where the connection is gone, or takes no more */
  send(node: HeldNode, command: Prepared): Promise<boolean> {
    const stamp = { sequence: node.nextSequence(), timestamp: rfc1123(Date.now()) };
    const { socket, routingId, sessionKey, version } = node.link;
    return socket.send(routingId, command(stamp, sessionKey, version));
  }

  private observe(node: HeldNode, input: NodeInput): void {
    this.follow(node, observe(node.state, input, this.our.openJobs.in(node.organization)));
  }

  private follow(node: HeldNode, { state, effects }: NodeStep): void {
    node.state = state;
    if (effects.some((effect) => effect.type === 'down')) return this.depart(node);
    for (const effect of effects) {
      if (effect.type === 'available') this.showAvailable(node, effect.available);
      else if (node.untold) node.untold.push(effect);
      else this.tell(node, effect);
    }
    if (state.phase === 'rehab') this.our.roster.inRehab.add(node);
    else this.our.roster.inRehab.delete(node);
  }

  private tell(node: HeldNode, effect: NodeEffect): void {
    switch (effect.type) {
      case 'send':
        void this.send(node, effect.message === 'ack' ? ACK : ABORT); // what does not arrive is told by the heartbeats
        return;
      case 'report':
        this.report(node, effect);
        return;
      case 'acknowledge':
        this.acknowledge(node, node.state.incarnation, effect.jobId);
        return;
      case 'refuse':
        this.our.events.messageRefused(effect.why, node);
        return;
      case 'available': // see `follow`
      case 'down': // see `depart`
        return;
    }
  }

  /** A result that is repeated before it is stored has been passed on already; its acknowledgement is still to come. */
  private report(node: HeldNode, effect: Extract<NodeEffect, { type: 'report' }>): void {
    node.newsHeard++;
    const { message } = effect;
    const jobId = message === undefined || !asksForAck(message) ? null : message.job_id;
    if (jobId === null) return this.our.reports.push(node, effect);
    if (node.resultsUnderWay.has(jobId)) return;
    node.resultsUnderWay.add(jobId);
    const { incarnation } = node.state;
    this.our.reports.push(node, effect, () => {
      node.resultsUnderWay.delete(jobId);
      this.acknowledge(this.our.roster.get(node), incarnation, jobId);
    });
  }

  /** Only to the process that asked, on whatever connection it has now: one that is elsewhere asks again there. */
  private acknowledge(node: HeldNode | undefined, incarnation: string, jobId: string): void {
    if (node === undefined || node.state.incarnation !== incarnation) return;
    this.our.events.resultAcknowledged();
    void this.send(node, prepareForNodes({ type: 'result_ack', job_id: jobId }));
  }

  /**
   * A node is offered to jobs only once its being idle is stored: a broker that is killed the moment after must not
   * leave behind a node with a job that its successor would abort.
   */
  private showAvailable(node: HeldNode, available: boolean): void {
    if (available && node.available) return;
    if (!available) {
      if (node.available) void this.hide(node);
      this.our.knownNodes.inRehab(node);
      this.our.events.nodeAvailable(node, false);
      return;
    }
    const { incarnation } = node.state;
    this.our.knownNodes.idle(node, () => {
      if (node.gone || node.state.phase !== 'idle' || node.state.incarnation !== incarnation) return;
      node.available = true;
      this.our.presence.changed(node);
      this.our.events.nodeAvailable(node, true);
    });
  }

  /**
   * Whoever hears what comes of it, the node itself or a reader of a feed, finds the node unavailable: nothing is told
   * before that is so, as long as Redis can be asked.
   */
  private async hide(node: HeldNode): Promise<void> {
    node.available = false;
    node.untold ??= [];
    await Promise.race([this.our.presence.unavailable(node), pause(HIDDEN_WITHIN_MS, undefined, { ref: false })]);
    const { untold } = node;
    node.untold = undefined;
    for (const effect of untold ?? []) this.tell(node, effect);
  }

  /** The report that it is down waits until it is known that no other broker has the node. */
  private depart(node: HeldNode): void {
    this.our.roster.remove(node);
    void this.our.departures.begin(node);
  }

  private async adoptDuty(node: HeldNode): Promise<void> {
    const duty: Duty | undefined = await this.our.duties.of(node);
    if (duty === undefined || node.gone || node.state.duty !== undefined) return;
    // Its result was the first that was heard here, and the orchestrator answered before it had it.
    if (duty.jobId === node.state.ended) return;
    this.our.openJobs.opened(node.organization, duty.jobId);
    this.observe(node, { type: 'duty', duty });
  }

  /** Nodes that are quiet here because they went to another broker. */
  private async forgetMoved(silent: readonly HeldNode[]): Promise<void> {
    if (silent.length === 0) return;
    const epochs = silent.map((node) => node.epoch);
    const moved = await this.our.presence.elsewhere(silent).catch(() => []); // Redis is away: asked again in time
    for (const node of moved) {
      if (node.gone || node.epoch !== epochs[silent.indexOf(node)]) continue;
      this.forget(node);
    }
  }
}
