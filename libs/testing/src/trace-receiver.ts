import { eventually } from '@push-jobs/local';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import protobuf from 'protobufjs';

export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Traces that it links to. */
  readonly links: readonly string[];
}

/** A collector for OTLP over HTTP, as far as these tests look at it. */
export class TraceReceiver implements AsyncDisposable {
  readonly spans: ReceivedSpan[] = [];
  /** Of the last request. */
  headers: IncomingMessage['headers'] = {};

  private constructor(private readonly server: Server) {}

  static async listen(): Promise<TraceReceiver> {
    const server = createServer((request, response) => {
      void receiver.take(request).then(() => response.writeHead(200, { 'content-type': PROTOBUF }).end());
    });
    const receiver = new TraceReceiver(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`; // it listens on TCP
  }

  ofTrace(traceId: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  /** @throws Error where no such span comes in time */
  async has(traceId: string, name: string): Promise<void> {
    await eventually(`the span ${name}`, async () => this.ofTrace(traceId).some((span) => span.name === name));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage): Promise<void> {
    if (request.url !== '/v1/traces' || request.headers['content-type'] !== PROTOBUF) return;
    this.headers = request.headers;
    const payload = REQUEST.toObject(REQUEST.decode(await buffer(request)), { defaults: true });
    for (const { resource, scopeSpans } of (payload as Payload).resourceSpans) {
      const service = String(attributesOf(resource.attributes)['service.name']);
      const spans = scopeSpans.flatMap((scope) => scope.spans);
      this.spans.push(...spans.map((span) => received(service, span)));
    }
  }
}

const PROTOBUF = 'application/x-protobuf';

/** What we read of opentelemetry/proto/collector/trace/v1/trace_service.proto and the files below it. */
const REQUEST = protobuf
  .parse(
    `syntax = "proto3";
    message Value { oneof value { string string = 1; bool bool = 2; int64 int = 3; double double = 4; } }
    message Attribute { string key = 1; Value value = 2; }
    message Resource { repeated Attribute attributes = 1; }
    message Link { bytes trace_id = 1; bytes span_id = 2; }
    message Span {
      bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5;
      repeated Attribute attributes = 9; repeated Link links = 13;
    }
    message ScopeSpans { repeated Span spans = 2; }
    message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
    message Request { repeated ResourceSpans resource_spans = 1; }`,
  )
  .root.lookupType('Request');

interface Attribute {
  key: string;
  value: { string?: string; bool?: boolean; int?: number | { toNumber(): number }; double?: number };
}

interface Span {
  traceId: Uint8Array;
  spanId: Uint8Array;
  parentSpanId: Uint8Array;
  name: string;
  attributes: Attribute[];
  links: { traceId: Uint8Array }[];
}

/** The messages above. */
interface Payload {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[] }[];
}

function received(service: string, span: Span): ReceivedSpan {
  return {
    service,
    name: span.name,
    traceId: hex(span.traceId),
    spanId: hex(span.spanId),
    parentSpanId: hex(span.parentSpanId),
    attributes: attributesOf(span.attributes),
    links: span.links.map(({ traceId }) => hex(traceId)),
  };
}

function attributesOf(attributes: readonly Attribute[]): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value: { string, int, double, bool } }) => [
      key,
      string ?? (typeof int === 'object' ? int.toNumber() : int) ?? double ?? String(bool),
    ]),
  );
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
