import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import { AppError, errorBody, KINDS } from '@push-jobs/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Events } from './events.ts';

/** Turns whatever was thrown, by a hook or a controller, into an answer (wire contract sections 1 to 4). */
@Catch()
export class ApiErrors implements ExceptionFilter {
  constructor(private readonly events: Events) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const error = thrown instanceof NotFoundException ? unknownPath() : AppError.from(thrown);
    this.events.requestFailed(http.getRequest<FastifyRequest>().id, error);
    const reply = http.getResponse<FastifyReply>();
    reply
      .status(KINDS[error.kind].http)
      .headers({ ...error.headers })
      .send(errorBody(error));
  }
}

const unknownPath = (): AppError => new AppError('not_found', 'there is nothing at this path');
