import { type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { openRedis, PresenceIndex } from '@push-jobs/bus';
import type { Database } from '@push-jobs/db';
import type { Sealer } from '@push-jobs/platform';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Context } from 'zeromq';
import { Delivery } from './commands/delivery.ts';
import type { Config } from './config.ts';
import type { Events } from './events.ts';
import { Configurations } from './keys/configuration.ts';
import { CurveKeys } from './keys/curve-keys.ts';
import { Registrations } from './keys/registrations.ts';
import type { ServerSecrets } from './keys/server-secrets.ts';
import { SessionKeys } from './keys/session-keys.ts';
import { SessionCleanup } from './keys/session-life.ts';
import { Attendance } from './nodes/attendance.ts';
import { Departures } from './nodes/departures.ts';
import { Duties } from './nodes/duties.ts';
import { KnownNodes } from './nodes/known-nodes.ts';
import { Intake } from './nodes/intake.ts';
import { OpenJobs } from './nodes/open-jobs.ts';
import { Presence } from './nodes/presence.ts';
import { Roster } from './nodes/roster.ts';
import { Whereabouts } from './nodes/whereabouts.ts';
import { Orchestrators } from './orchestrators.ts';
import { JobTraces } from './reports/job-traces.ts';
import { Reports } from './reports/reports.ts';
import { ServerHeartbeats } from './sockets/heartbeats.ts';
import { CommandSocket } from './sockets/router.ts';
import { type Verdict, ZapHandler } from './sockets/zap.ts';
import { Valve } from './valve.ts';

const ONE_SECOND_MS = 1_000;
const CLEAN_UP_EVERY_MS = 3_600_000;
/** What nodes sent before they could notice that we stop is still read. */
const LAST_MESSAGES_MS = 250;
/** Encrypts off the main thread, and keeps ahead of it: a second one has less to do each time that it is woken. */
const IO_THREADS = 1;

/** One broker process: all its parts, in the order in which they start and stop. */
export class Broker implements OnApplicationBootstrap, OnModuleDestroy {
  readonly configurations: Configurations;
  readonly whereabouts: Whereabouts;
  readonly delivery: Delivery;
  private readonly valve = new Valve();
  private readonly roster = new Roster();
  private readonly traces = new JobTraces();
  private readonly redis;
  private readonly curveKeys: CurveKeys;
  private readonly orchestrators: Orchestrators;
  private readonly reports: Reports;
  private readonly knownNodes: KnownNodes;
  private readonly duties: Duties;
  private readonly presence: Presence;
  private readonly attendance: Attendance;
  private readonly intake: Intake;
  private readonly zap: ZapHandler;
  private readonly cleanup: SessionCleanup;
  /** The encrypted one, and the plain one where there is one. */
  private readonly commands: readonly CommandSocket[];
  private readonly heartbeats: ServerHeartbeats;
  private timers: NodeJS.Timeout[] = [];
  /** Nodes that come now find another broker. */
  private stopping = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    sealer: Sealer,
    readonly secrets: ServerSecrets,
    private readonly events: Events,
  ) {
    const { valve, roster, traces } = this;
    const me = { session: randomUUID(), address: config.ADVERTISED_GRPC_ADDRESS };
    const host = config.LISTEN_HOST;
    const terms = { server: config.PUBLIC_HOST, maxBodyBytes: config.MAX_BODY_SIZE };
    this.redis = openRedis(config.REDIS_URL);
    const index = new PresenceIndex(this.redis);
    const context = new Context({ blocky: false, ioThreads: IO_THREADS });

    const keys = new SessionKeys(database, sealer);
    this.curveKeys = new CurveKeys(database, keys);
    const registrations = new Registrations(database, sealer);
    this.configurations = new Configurations(config, secrets, registrations, this.curveKeys, keys, events);

    this.zap = new ZapHandler(context, (curveKey) => this.judge(curveKey));
    const encrypted = { channel: 'encrypted', host, port: config.COMMAND_PORT } as const;
    const plain = { channel: 'plain', host, port: config.UNENCRYPTED_COMMAND_PORT } as const;
    this.commands = [encrypted, plain].flatMap(({ port, ...options }) =>
      port === undefined ? [] : [new CommandSocket(context, secrets, { ...options, port }, valve, events)],
    );
    this.heartbeats = new ServerHeartbeats(context, secrets, {
      host,
      port: config.HEARTBEAT_PORT,
      publicHost: config.PUBLIC_HOST,
      intervalMs: config.heartbeatIntervalMs,
    });

    this.orchestrators = new Orchestrators(config.ORCHESTRATOR_ADDRESSES);
    const options = { session: me.session, limit: config.REPORT_QUEUE_LIMIT, maxBytes: config.REPORT_QUEUE_BYTES };
    const reports = (this.reports = new Reports(this.orchestrators, options, traces, valve, events));
    const openJobs = new OpenJobs(this.orchestrators, events);
    const duties = (this.duties = new Duties(this.orchestrators, events));
    const knownNodes = (this.knownNodes = new KnownNodes(database, events));
    const presence = (this.presence = new Presence(index, database, me, roster, events));
    const departures = new Departures(presence, knownNodes, reports, events);
    const attendance = (this.attendance = new Attendance({
      roster,
      presence,
      knownNodes,
      departures,
      reports,
      duties,
      openJobs,
      events,
    }));
    this.intake = new Intake(
      { keys, knownNodes, openJobs, departures, roster, attendance, valve, events },
      {
        maxSkewMs: config.MAX_MESSAGE_SKEW_SECONDS * ONE_SECOND_MS,
        maxBodyBytes: terms.maxBodyBytes,
        maxMessagesPerSecond: config.MAX_MESSAGES_PER_SECOND,
      },
    );
    this.delivery = new Delivery(roster, attendance, openJobs, traces, events, terms);
    this.cleanup = new SessionCleanup(database, events);
    this.whereabouts = new Whereabouts(index, roster, me);
  }

  async onApplicationBootstrap(): Promise<void> {
    const soon = { signal: AbortSignal.timeout(ONE_SECOND_MS) };
    this.events.measure({
      online: () => this.roster.size,
      available: () => [...this.roster.all()].filter((node) => node.available).length,
      waitingReports: () => this.reports.depth,
      waitingReportBytes: () => this.reports.bytes,
      reading: () => !this.valve.shut,
      waitingMessages: () => this.intake.depth,
    });
    if (this.redis.status !== 'ready') await once(this.redis, 'ready', soon).catch(() => undefined); // it may come later
    await this.presence.renewLease();
    await this.zap.open();
    await this.heartbeats.open();
    for (const socket of this.commands) await socket.open((message) => this.intake.hear(message));
    this.timers = [
      setInterval(() => void this.presence.renewLease(), ONE_SECOND_MS),
      setInterval(() => this.attendance.second(Date.now()), ONE_SECOND_MS),
      setInterval(() => this.tick(), this.config.heartbeatIntervalMs),
      setInterval(() => void this.cleanup.run(Date.now()), CLEAN_UP_EVERY_MS),
    ];
  }

  /** The gRPC server is closed by now. What nodes said is passed on; nodes themselves go on and find another broker. */
  async onModuleDestroy(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.heartbeats.close();
    // Unbinding would do the same, but works on the socket from another thread while this one reads from it.
    this.stopping = true;
    await pause(LAST_MESSAGES_MS);
    // At once: what a node says on a connection that is still there and not read any more would be lost.
    for (const socket of this.commands) await socket.close();
    await this.intake.settled();
    this.duties.close();
    await Promise.all([this.reports.close(), this.knownNodes.close(), this.presence.close()]);
    await this.zap.close();
    this.orchestrators.close();
    this.redis.disconnect();
    await this.database.$disconnect();
  }

  /** While we do not read from nodes, their silence says nothing about them. */
  private tick(): void {
    if (!this.valve.shut) this.attendance.tick(Date.now());
  }

  private async judge(curveKey: string): Promise<Verdict> {
    if (this.stopping) return '300';
    try {
      return (await this.curveKeys.accepts(curveKey, Date.now())) ? '200' : '400';
    } catch (error) {
      this.events.unreachable('postgres', error);
      return '300';
    }
  }
}
