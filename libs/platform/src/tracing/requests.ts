import { context, propagation, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { isTracing } from './start.ts';

/** What a request of Fastify offers; platform knows no web framework. */
interface Request {
  readonly raw: IncomingMessage;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly routeOptions: { readonly url?: string | undefined };
}

interface Reply {
  readonly raw: ServerResponse;
}

type Hook = (request: Request, reply: Reply, done: () => void) => void;

interface HttpServer {
  addHook(name: 'onRequest' | 'onResponse', hook: Hook): unknown;
}

/**
 * Gives each request a span, from its head to the end of its answer, in the trace that its caller names (W3C
 * `traceparent`) or a new one. To be called before any other hook is added. Does nothing where nothing is traced.
 */
export function traceRequests(http: HttpServer): void {
  if (!isTracing()) return;
  const tracer = trace.getTracer('push-jobs');
  const spans = new WeakMap<IncomingMessage, Span>();
  http.addHook('onRequest', ({ raw, method, headers, routeOptions: { url: route } }, _reply, done) => {
    const caller = propagation.extract(ROOT_CONTEXT, headers);
    const attributes = { 'http.request.method': method, ...(route === undefined ? {} : { 'http.route': route }) };
    const name = route === undefined ? method : `${method} ${route}`;
    const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, caller);
    spans.set(raw, span);
    context.with(trace.setSpan(caller, span), done);
  });
  http.addHook('onResponse', (request, reply, done) => {
    end(spans.get(request.raw), reply.raw);
    done();
  });
}

function end(span: Span | undefined, { statusCode, writableFinished }: ServerResponse): void {
  span?.setAttribute('http.response.status_code', statusCode);
  if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
  if (!writableFinished) span?.setAttribute('push_jobs.caller_left', true);
  span?.end();
}

/** Adds to the headers of a request that is passed on which trace it belongs to; nothing where nothing is traced. */
export function withTrace<Headers extends object>(headers: Headers): Headers {
  propagation.inject(context.active(), headers);
  return headers;
}
