import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import { AppError, KINDS } from './errors.ts';

/** What a Fastify reply offers this filter; platform knows no web framework. */
interface Reply {
  status(code: number): Reply;
  headers(headers: Readonly<Record<string, string>>): Reply;
  send(body: unknown): unknown;
}

@Catch()
export class HttpErrors implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<Reply>();
    if (thrown instanceof HttpException) {
      reply.status(thrown.getStatus()).send({ error: thrown.message });
      return;
    }
    const error = AppError.from(thrown);
    if (error.kind === 'internal') this.log.error({ msg: 'a request failed', err: error.cause });
    reply.status(KINDS[error.kind].http).headers(error.headers).send(errorBody(error));
  }
}

/** `{"error": "..."}`, or a list of one sentence where Chef's clients expect a list. */
export function errorBody(error: AppError): { error: string | string[] } {
  return { error: error.asList ? [error.message] : error.message };
}

@Catch()
export class GrpcErrors implements ExceptionFilter {
  private readonly log = new Logger('grpc');

  catch(thrown: unknown): Observable<never> {
    const error = AppError.from(thrown);
    if (error.kind === 'internal') this.log.error({ msg: 'a call failed', err: error.cause });
    return throwError(() => new RpcException({ code: KINDS[error.kind].grpc, message: error.message }).getError());
  }
}
