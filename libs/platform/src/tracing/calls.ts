import type { Metadata } from '@grpc/grpc-js';
import type { CallHandler, ExecutionContext, INestMicroservice, NestInterceptor } from '@nestjs/common';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type TextMapGetter,
} from '@opentelemetry/api';
import { finalize, Observable, tap } from 'rxjs';
import { AppError, KINDS } from '../errors.ts';
import { isKept } from './kept.ts';
import { isTracing } from './start.ts';

/** Gives each call that belongs to a trace a span of the server. Does nothing where nothing is traced. */
export function traceCalls(app: INestMicroservice): void {
  if (isTracing()) app.useGlobalInterceptors(new CallSpans());
}

/** A handler's arguments, as Nest hands them over; a stream that a handler serves itself comes alone. */
type Arguments = [request: unknown, metadata: Metadata | undefined, call: { getPath(): string } | undefined];

/** A call that comes with no trace gets no span: what services do by themselves, every second, would hide the rest. */
class CallSpans implements NestInterceptor {
  private readonly tracer = trace.getTracer('push-jobs');

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const [, metadata, call] = execution.getArgs<Arguments>();
    if (metadata === undefined || call === undefined) return next.handle();
    const caller = propagation.extract(ROOT_CONTEXT, metadata, FROM_METADATA);
    if (!isKept(caller)) return next.handle();
    const name = call.getPath().slice(1);
    const span = this.tracer.startSpan(name, { kind: SpanKind.SERVER, attributes: { 'rpc.system': 'grpc' } }, caller);
    const fail = (thrown: unknown): void => {
      const error = AppError.from(thrown);
      span.setAttribute('rpc.grpc.status_code', KINDS[error.kind].grpc);
      if (KINDS[error.kind].http >= 500) span.setStatus({ code: SpanStatusCode.ERROR, message: error.kind });
    };
    const handled = tap<unknown>({ complete: () => span.setAttribute('rpc.grpc.status_code', 0), error: fail });
    // A handler runs where its result is subscribed to.
    return new Observable((subscriber) =>
      context.with(trace.setSpan(caller, span), () =>
        next
          .handle()
          .pipe(
            handled,
            finalize(() => span.end()),
          )
          .subscribe(subscriber),
      ),
    );
  }
}

const FROM_METADATA: TextMapGetter<Metadata> = {
  keys: (metadata) => Object.keys(metadata.getMap()),
  get: (metadata, key) => metadata.get(key).map(String),
};
