import { FastifyAdapter } from '@nestjs/platform-fastify';
import { traceRequests } from '@push-jobs/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, METHODS } from 'node:http';
import { Events } from './events.ts';
import type { Config } from './config.ts';
import { Gate } from './gate.ts';
import type { ChefProxy } from './proxy/chef-proxy.ts';
import { takeRestOfBody } from './rest-of-body.ts';
import { methodNotAllowed, otherMethods, type Route } from './routes.ts';

/** Longer than an ingress keeps its side of an idle connection, so that it is never us who hangs up on a request. */
const KEEP_ALIVE_MS = 75_000;
/** Within this time a request has to have arrived completely, uploads to a Chef Infra Server included. */
const REQUEST_TIMEOUT_MS = 60_000;
const CLOSING_SWEEP_MS = 100;
const UPLOAD_TIMEOUT_MS = 3_600_000;
/** No part of a path may be cut off by the router; Node.js bounds the whole head to 16 KiB. */
const MAX_PARAMETER_LENGTH = 16 * 1024;

export function fastifyAdapter({ chefProxy }: Pick<Config, 'chefProxy'>): FastifyAdapter {
  return new FastifyAdapter({
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: chefProxy === undefined ? REQUEST_TIMEOUT_MS : UPLOAD_TIMEOUT_MS,
    exposeHeadRoutes: false,
    return503OnClosing: false, // who asks on a kept connection while we stop is served, and told to close it
    genReqId: requestId,
    frameworkErrors: refuseMalformedPath,
    routerOptions: {
      ignoreDuplicateSlashes: true,
      ignoreTrailingSlash: true,
      maxParamLength: MAX_PARAMETER_LENGTH,
    },
  });
}

/**
 * Puts the gate in front of every route, gives every path of the table an answer to every method, and leaves the rest to
 * the Chef Infra Server where there is one.
 */
export function guard(
  http: FastifyInstance,
  routes: readonly Route[],
  gate: Gate,
  events: Events,
  chef: ChefProxy | undefined,
): void {
  traceRequests(http);
  leaveBodiesAlone(http);
  letGoWhenClosing(http);
  http.decorateRequest('caller');
  http.decorateRequest('passedOn');
  http.addHook('onRequest', async (request, reply) => {
    reply.header('X-Request-Id', request.id);
    reply.raw.once('close', () => gate.release(request)); // also where the caller hangs up, and nothing is answered
    if (chef?.serves(request)) await chef.pass(request, reply);
    else await gate.admit(request);
  });
  http.addHook('onSend', async (request, reply) => {
    await takeRestOfBody(request.raw);
    // Fastify adds a charset, which JSON does not have.
    if (String(reply.getHeader('Content-Type')).startsWith('application/json')) reply.type('application/json');
  });
  http.addHook('onResponse', async (request, reply) => events.requestAnswered(request, reply));
  for (const { path } of routes) http.route({ method: otherMethods(path), url: path, handler: refuse });
}

/** An answer that was under way when we began to close leaves its connection open for as long as we keep idle ones. */
function letGoWhenClosing(http: FastifyInstance): void {
  http.addHook('preClose', async () => {
    const { server } = http;
    const letGo = setInterval(() => server.closeIdleConnections(), CLOSING_SWEEP_MS);
    server.once('close', () => clearInterval(letGo));
  });
}

/** To Fastify no method has a body: the gate reads it, after the headers passed and whatever its content type. */
function leaveBodiesAlone(http: FastifyInstance): void {
  for (const method of METHODS) http.addHttpMethod(method, { hasBody: false, overrideExisting: true });
}

/** The gate refuses these methods before anybody else is asked, but Fastify wants to know who would answer. */
function refuse(request: FastifyRequest): never {
  throw methodNotAllowed(request.routeOptions.url ?? '', request.method);
}

const REQUEST_ID = /^[\w.:-]{1,128}$/;

function requestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

function refuseMalformedPath(_error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  reply.code(400).send({ error: 'the path is not well-formed' });
}
