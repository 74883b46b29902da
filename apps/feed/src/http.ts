import type { FastifyAdapter } from '@nestjs/platform-fastify';

const FEED_PATH = /^\/+organizations\/+[^/?]+\/+pushy\/+job_status_feed(?:\/+[^/?]+)?\/*(?:\?|$)/;

/** Options of Fastify: doubled and trailing slashes are accepted (wire contract section 3). */
export const FASTIFY_OPTIONS = {
  routerOptions: { ignoreDuplicateSlashes: true, ignoreTrailingSlash: true, maxParamLength: 1_000 },
  // Streams were ended by then; what is left are idle connections, and clients that do not go.
  forceCloseConnections: true,
} as const;

export function isFeedPath(url: string): boolean {
  return FEED_PATH.test(url);
}

/** Answers 405 before anything else is looked at: the signature, whether things exist, the body. */
export function refuseOtherMethods(adapter: FastifyAdapter): void {
  adapter.getInstance().addHook('onRequest', (request, reply, next) => {
    if (request.method === 'GET' || !isFeedPath(request.raw.url ?? '')) return next();
    void reply.status(405).header('Allow', 'GET').send({ error: 'a feed can only be read with GET' });
  });
}

/** Whether a client takes an event stream: `Accept` names it, or anything, or is not there. */
export function acceptsEventStream(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  const types = accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase());
  return types.includes('text/event-stream') || types.includes('*/*');
}

/** JSON is named without a charset, which it does not have; Fastify adds one (wire contract section 3). */
export function nameJsonPlainly(adapter: FastifyAdapter): void {
  adapter.getInstance().addHook('onSend', async (_request, reply) => {
    if (String(reply.getHeader('Content-Type')).startsWith('application/json')) reply.type('application/json');
  });
}
