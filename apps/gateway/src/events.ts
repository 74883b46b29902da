import { Logger } from '@nestjs/common';
import { Refused, type Caller } from '@push-jobs/access';
import type { AppError } from '@push-jobs/platform';
import { canonicalPath } from '@push-jobs/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { NotPassed, type Obstacle } from './proxy/not-passed.ts';
import type { Ending } from './proxy/upstream.ts';
import { permissionFor } from './routes.ts';

/** What happens here that an operator wants to see. None of these throws. Query strings and headers are not logged. */
export class Events {
  private readonly log = new Logger('gateway');
  private readonly requests: Counter<'route' | 'method' | 'status'>;
  private readonly seconds: Histogram<'route' | 'method'>;
  private readonly refusals: Counter<'reason'>;
  private readonly limited: Counter;
  private readonly proxied: Counter<'upstream' | 'outcome'>;
  private readonly open: Gauge<'upstream'>;

  constructor(private readonly registry: Registry) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'push_jobs_http_requests_total',
      help: 'Requests answered, by route and class of status',
      labelNames: ['route', 'method', 'status'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'push_jobs_http_request_seconds',
      help: 'From the first byte of a request to the last of its answer; feeds are left out',
      labelNames: ['route', 'method'],
      registers,
    });
    this.refusals = new Counter({
      name: 'push_jobs_access_refusals_total',
      help: 'Requests turned away for who sent them or what they may do, by reason',
      labelNames: ['reason'],
      registers,
    });
    this.limited = new Counter({
      name: 'push_jobs_http_rate_limited_total',
      help: 'Requests turned away because their caller or organization sends too many',
      registers,
    });
    this.proxied = new Counter({
      name: 'push_jobs_proxied_requests_total',
      help: 'Requests passed on to the feed service or the Chef Infra Server, by how they ended',
      labelNames: ['upstream', 'outcome'],
      registers,
    });
    this.open = new Gauge({
      name: 'push_jobs_proxied_requests_open',
      help: 'Requests that are on their way through',
      labelNames: ['upstream'],
      registers,
    });
  }

  /** Offers a gauge that is read when the metrics are. `bodyBytes`: what the bodies of requests take at the moment. */
  measure(bodyBytes: () => number): void {
    new Gauge({
      name: 'push_jobs_http_body_bytes',
      help: 'Bodies of requests that are being served; at MAX_BODY_BYTES_HELD further ones are turned away with 503',
      registers: [this.registry],
      collect() {
        this.set(bodyBytes());
      },
    });
  }

  requestAnswered(request: FastifyRequest, reply: FastifyReply): void {
    const { method, caller } = request;
    const route = request.routeOptions.url ?? (request.passedOn === true ? 'chef' : 'unknown');
    const status = reply.raw.statusCode;
    this.requests.inc({ route, method, status: `${Math.floor(status / 100)}xx` });
    const isFeed = permissionFor(route, method) === 'elsewhere';
    if (!isFeed) this.seconds.observe({ route, method }, reply.elapsedTime / 1000);
    const who = caller && { organization: caller.organization, kind: caller.kind, name: caller.name };
    const path = canonicalPath(request.originalUrl);
    const ms = Math.round(reply.elapsedTime);
    this.log.log({ msg: 'request answered', requestId: request.id, method, path, status, ms, ...who });
  }

  requestFailed(requestId: string, error: AppError): void {
    if (error instanceof Refused) this.refusals.inc({ reason: error.reason });
    if (error.kind === 'too_many') this.limited.inc();
    if (error.kind === 'internal') this.log.error({ msg: 'a request failed', requestId, err: error.cause });
    if (error.kind === 'upstream' || error.kind === 'unavailable' || error.kind === 'timed_out') {
      this.log.warn({ msg: 'a part of the server is away', requestId, err: error.cause });
    }
  }

  /** Counts how a request ends that is passed on. */
  async proxying(upstream: 'feed' | 'chef', pass: () => Promise<Ending>): Promise<void> {
    const count = (outcome: Ending | Obstacle | 'failed'): void => this.proxied.inc({ upstream, outcome });
    this.open.inc({ upstream });
    try {
      count(await pass());
    } catch (error) {
      count(error instanceof NotPassed ? error.why : 'failed');
      throw error;
    } finally {
      this.open.dec({ upstream });
    }
  }

  jobCreated(jobId: string, { organization, name }: Caller, nodes: number): void {
    this.log.log({ msg: 'job created', jobId, organization, name, nodes });
  }

  jobCancelled(jobId: string, { organization, name }: Caller, nodes: readonly string[]): void {
    this.log.log({ msg: 'job cancelled', jobId, organization, name, nodes: nodes.length === 0 ? 'all' : nodes });
  }

  nodeConfigured(node: string, { organization, name }: Caller): void {
    this.log.log({ msg: 'node configured', node, organization, name });
  }

  directoryChanged(change: string, subject: string, { organization, name }: Caller): void {
    this.log.log({ msg: 'directory changed', change, subject, organization, name });
  }
}
