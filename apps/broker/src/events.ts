import { Logger } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Channel } from './keys/channel.ts';
import type { NodeName } from './keys/node-name.ts';

/** What is measured when somebody looks. */
export interface Levels {
  online(): number;
  available(): number;
  waitingReports(): number;
  waitingReportBytes(): number;
  /** Whether messages of nodes are read at the moment. */
  reading(): boolean;
  waitingMessages(): number;
}

export type HandshakeRefusal = 'auth' | 'unavailable' | 'protocol' | 'other';

const LINES_PER_SECOND = 20;
const ONE_SECOND_MS = 1_000;

/** What happens here that an operator wants to see. None of these throws. */
export class Events {
  private readonly logger = new Logger('broker');
  private readonly messages;
  private readonly refusedMessages;
  private readonly handshakes;
  private readonly refusedHandshakes;
  private readonly disconnects;
  private readonly reports;
  private readonly resentReports;
  private readonly deliveries;
  private readonly configurations;
  private readonly takeovers;
  private readonly refusedCommits;
  private readonly acknowledgedResults;
  private readonly removedSessions;
  private lines = { since: 0, count: 0 };

  constructor(private readonly registry: Registry) {
    const counter = <L extends string = never>(name: string, help: string, labelNames: readonly L[] = []) =>
      new Counter<L>({ name: `push_jobs_broker_${name}`, help, labelNames, registers: [registry] });
    this.messages = counter('messages_total', 'Messages of nodes, by type', ['type']);
    this.refusedMessages = counter('refused_messages_total', 'Messages dropped, by reason', ['why']);
    this.handshakes = counter('handshakes_total', 'Connections made, by command channel', ['channel']);
    this.refusedHandshakes = counter('refused_handshakes_total', 'Connections refused, by reason', ['why']);
    this.disconnects = counter('disconnects_total', 'Connections ended, also those cut for an oversized frame');
    this.reports = counter('reports_total', 'Events queued for the orchestrator, by news', ['news']);
    this.resentReports = counter('report_retries_total', 'Streams of reports that broke and were begun again');
    this.deliveries = counter('deliveries_total', 'Commands for nodes, by action and result', ['action', 'result']);
    this.configurations = counter('configurations_total', 'Node configurations given out, by command channel', [
      'channel',
    ]);
    this.takeovers = counter('takeovers_total', 'Times that another process took the name of a node held here');
    this.refusedCommits = counter('refused_commits_total', 'Jobs that a node could not have taken, and was not sent');
    this.acknowledgedResults = counter('acknowledged_results_total', 'Results acknowledged to nodes that asked for it');
    this.removedSessions = counter(
      'removed_sessions_total',
      'Sessions of nodes that were removed because of their age',
    );
  }

  /** Offers gauges that are read when the metrics are. */
  measure(levels: Levels): void {
    const gauge = (name: string, help: string, level: () => number) =>
      new Gauge({
        name: `push_jobs_broker_${name}`,
        help,
        registers: [this.registry],
        collect() {
          this.set(level());
        },
      });
    gauge('nodes_online', 'Nodes held by this broker', () => levels.online());
    gauge('nodes_available', 'Those of them that are idle or at a job', () => levels.available());
    gauge('report_queue', 'Events the orchestrator has not acknowledged', () => levels.waitingReports());
    gauge('report_queue_bytes', 'About what these events take', () => levels.waitingReportBytes());
    gauge('reading', '0 while nothing is read from nodes, because too much waits', () => (levels.reading() ? 1 : 0));
    gauge('waiting_messages', 'Messages that wait for a key or a job to be looked up', () => levels.waitingMessages());
  }

  messageHeard(type: string): void {
    this.messages.inc({ type });
  }

  /** `skewMs`: by how much the sender's clock is ahead of ours, where that is the reason. */
  messageRefused(why: string, claimed?: NodeName, skewMs?: number): void {
    this.refusedMessages.inc({ why });
    const skewSeconds = skewMs === undefined ? undefined : Math.round(skewMs / ONE_SECOND_MS);
    const { organization, node } = claimed ?? {};
    this.warn({ msg: 'a message was refused', why, organization, node, skewSeconds });
  }

  /** A bug: the message is lost. */
  messageFailed(error: unknown): void {
    this.refusedMessages.inc({ why: 'internal' });
    this.logger.error({ msg: 'a message could not be handled', err: error });
  }

  configurationFailed({ organization, node }: NodeName, error: unknown): void {
    this.warn({ msg: 'a node could not be configured', organization, node, err: error });
  }

  handshake(channel: Channel): void {
    this.handshakes.inc({ channel });
  }

  handshakeRefused(why: HandshakeRefusal): void {
    this.refusedHandshakes.inc({ why });
    this.warn({ msg: 'a connection was refused', why });
  }

  disconnected(): void {
    this.disconnects.inc();
  }

  nodeArrived({ organization, node }: NodeName, incarnation: string): void {
    this.logger.log({ msg: 'node arrived', organization, node, incarnation });
  }

  nodeAvailable({ organization, node }: NodeName, available: boolean): void {
    this.logger.log({ msg: available ? 'node available' : 'node in rehab', organization, node });
  }

  nodeDown({ organization, node }: NodeName): void {
    this.logger.log({ msg: 'node down', organization, node });
  }

  nodeMoved({ organization, node }: NodeName): void {
    this.logger.log({ msg: 'node is at another broker', organization, node });
  }

  /** Where this happens again and again, two processes run under one name. */
  nodeTakenOver({ organization, node }: NodeName, incarnation: string): void {
    this.takeovers.inc();
    this.warn({ msg: 'another process has taken the name of a node', organization, node, incarnation });
  }

  nodeConfigured({ organization, node }: NodeName, channel: Channel): void {
    this.configurations.inc({ channel });
    this.logger.log({ msg: 'node configured', organization, node, channel });
  }

  sessionsRemoved(count: number): void {
    if (count === 0) return;
    this.removedSessions.inc(count);
    this.logger.log({ msg: 'old sessions of nodes removed', count });
  }

  /** The node was not asked, because it could not have done what the job wants. */
  commitRefused({ organization, node }: NodeName, jobId: string, reason: string): void {
    this.refusedCommits.inc();
    this.warn({ msg: 'a job was refused for a node', organization, node, jobId, reason });
  }

  resultAcknowledged(): void {
    this.acknowledgedResults.inc();
  }

  reported(news: string): void {
    this.reports.inc({ news });
  }

  reportsInterrupted(lane: number, error: unknown): void {
    this.resentReports.inc();
    this.warn({ msg: 'the stream of reports broke', lane, err: error });
  }

  delivered(action: string, count: number, undelivered: number): void {
    if (count > undelivered) this.deliveries.inc({ action, result: 'delivered' }, count - undelivered);
    if (undelivered > 0) this.deliveries.inc({ action, result: 'undelivered' }, undelivered);
  }

  /** Something this service needs did not answer; the work is repeated, or refused to whoever asked. */
  unreachable(what: 'postgres' | 'redis' | 'orchestrator', error: unknown): void {
    this.warn({ msg: `${what} did not answer`, err: error });
  }

  /** A peer can cause these as fast as it likes, so only so many lines are written; the metrics count all. */
  private warn(line: object): void {
    const nowMs = Date.now();
    if (nowMs - this.lines.since >= ONE_SECOND_MS) this.lines = { since: nowMs, count: 0 };
    if (this.lines.count++ < LINES_PER_SECOND) this.logger.warn(line);
  }
}
