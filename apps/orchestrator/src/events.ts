import { Injectable, Logger } from '@nestjs/common';
import type { BrokerAddress } from '@push-jobs/bus';
import { isFinished, type JobStatus } from '@push-jobs/job';
import { Operations } from '@push-jobs/platform';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { OutboxRow } from './effects/outbox-rows.ts';
import { createdMs } from './jobs/job-id.ts';
import type { Recorded } from './machine/recorded.ts';

/** Business events: each counts with few labels, and logs with ids what a person may ask about. None of them throws. */
@Injectable()
export class Events {
  private readonly log = new Logger('orchestrator');
  private readonly created;
  private readonly ended;
  private readonly jobSeconds;
  private readonly transitions;
  private readonly batchEvents;
  private readonly batchSeconds;
  private readonly refusedEvents;
  private readonly commands;
  private readonly deadlines;
  private readonly failures;
  private readonly outboxDepth;
  private readonly expired;

  private readonly registry;

  constructor({ metrics }: Operations) {
    this.registry = metrics;
    const registers = [metrics];
    const counter = <L extends string>(name: string, help: string, ...labelNames: L[]): Counter<L> =>
      new Counter({ name, help, labelNames, registers });
    this.created = counter('push_jobs_jobs_created_total', 'Jobs accepted');
    this.ended = counter('push_jobs_jobs_ended_total', 'Jobs that ended, by how', 'status');
    this.jobSeconds = new Histogram({
      name: 'push_jobs_job_seconds',
      help: 'From the start of a job to the end of its vote, and to its own',
      labelNames: ['until'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600],
      registers,
    });
    this.transitions = counter(
      'push_jobs_node_transitions_total',
      'Nodes of jobs that changed, by new status',
      'status',
    );
    this.batchEvents = new Histogram({
      name: 'push_jobs_event_batch_size',
      help: 'Node events per batch',
      buckets: [1, 4, 16, 64, 256, 1_024, 4_096],
      registers,
    });
    this.batchSeconds = new Histogram({
      name: 'push_jobs_event_batch_seconds',
      help: 'From a batch of node events to its acknowledgement',
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
      registers,
    });
    this.refusedEvents = counter('push_jobs_node_events_dropped_total', 'Node events whose job could not be changed');
    this.commands = counter('push_jobs_commands_delivered_total', 'Commands handed to nodes, by type', 'type');
    this.deadlines = counter('push_jobs_deadlines_total', 'Deadlines that came due, by phase and source', 'of', 'by');
    this.failures = counter('push_jobs_orchestrator_failures_total', 'Work that failed and is repeated', 'what');
    this.expired = counter('push_jobs_jobs_expired_total', 'Jobs removed with all that was kept of them');
    this.outboxDepth = new Gauge({ name: 'push_jobs_outbox_depth', help: 'Committed work not yet done', registers });
  }

  /** Offers gauges that are read when the metrics are. */
  measure({ waitingCreations }: { waitingCreations: () => number }): void {
    this.gauge(
      'push_jobs_creations_waiting',
      'Jobs that wait to be stored; from CREATION_QUEUE_LIMIT on further ones are refused',
      waitingCreations,
    );
  }

  measureWork({ charactersInHand }: { charactersInHand: () => number }): void {
    this.gauge(
      'push_jobs_outbox_characters_in_hand',
      'Text of the jobs whose committed work this replica is doing; beyond 64 million further work waits in the outbox',
      charactersInHand,
    );
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  jobCreated(jobId: string, organization: string, nodes: number): void {
    this.created.inc();
    this.log.log({ msg: 'job created', jobId, organization, nodes });
  }

  creationFailed(organization: string, err: unknown): void {
    this.failures.inc({ what: 'create' });
    this.log.error({ msg: 'a job could not be stored', organization, err });
  }

  jobsExpired(count: number): void {
    this.expired.inc(count);
    if (count > 0) this.log.log({ msg: 'jobs expired', count });
  }

  committed(jobs: readonly Recorded[]): void {
    for (const { id, organization, was, status, change } of jobs) {
      for (const node of change.nodes.values()) this.transitions.inc({ status: node.status });
      if (status === was) continue;
      if (was === 'voting') this.jobReached('vote', id);
      if (isFinished(status)) this.jobEnded(id, status);
      this.log.log({ msg: `job ${status}`, jobId: id, organization, was });
    }
  }

  private jobEnded(id: string, status: JobStatus): void {
    this.ended.inc({ status });
    this.jobReached('end', id);
  }

  private jobReached(until: 'vote' | 'end', id: string): void {
    const seconds = (Date.now() - createdMs(id)) / 1_000;
    if (seconds >= 0) this.jobSeconds.observe({ until }, seconds); // not where another replica's clock is ahead
  }

  batchDone(events: number, startedMs: number): void {
    this.batchEvents.observe(events);
    this.batchSeconds.observe((Date.now() - startedMs) / 1_000);
  }

  batchFailed(session: string, lane: number, number: number, err: unknown): void {
    this.failures.inc({ what: 'batch' });
    this.log.error({
      msg: 'a batch of node events was not taken; its broker sends it again',
      session,
      lane,
      number,
      err,
    });
  }

  /** Never expected: a bug, or data that Postgres refuses. The rest of the batch goes on without this job's part. */
  eventsDropped(jobId: string, nodes: readonly string[], err: unknown): void {
    this.refusedEvents.inc(nodes.length);
    this.log.error({ msg: 'news of a job could not be applied and are lost', jobId, nodes, err });
  }

  delivered(type: string, nodes: number): void {
    this.commands.inc({ type }, nodes);
  }

  brokerDidNotAnswer({ session, address }: BrokerAddress, jobId: string, err: unknown): void {
    this.failures.inc({ what: 'deliver' });
    this.log.warn({ msg: 'a broker did not answer; its commands are tried again', session, address, jobId, err });
  }

  workFailed(rows: readonly OutboxRow[], err: unknown): void {
    this.failures.inc({ what: 'work' });
    const work = rows.slice(0, 10).map((row) => `${row.work.type} of ${row.jobId}`);
    this.log.warn({ msg: 'work stays in the outbox and is tried again', work, count: rows.length, err });
  }

  publishFailed(messages: number, err: unknown): void {
    this.failures.inc({ what: 'publish' });
    this.log.debug({ msg: 'watchers were not told; feeds read Postgres', messages, err });
  }

  outputStoreAway(err: unknown): void {
    this.failures.inc({ what: 'output' });
    this.log.warn({ msg: 'the output store does not answer; results wait for it', err });
  }

  deadlineDue(jobId: string, of: string, by: 'queue' | 'sweep'): void {
    this.deadlines.inc({ of, by });
    this.log.debug({ msg: 'deadline', jobId, of, by });
  }

  nodesGone(organization: string, nodes: readonly string[]): void {
    this.log.warn({ msg: 'nodes have been at no broker for three intervals', organization, nodes: nodes.slice(0, 50) });
  }

  roundFailed(what: string, err: unknown): void {
    this.failures.inc({ what });
    this.log.warn({ msg: `${what} failed and is repeated`, err });
  }

  outboxHolds(rows: number): void {
    this.outboxDepth.set(rows);
  }
}
