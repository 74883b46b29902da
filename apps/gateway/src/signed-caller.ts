import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import type { FastifyRequest } from 'fastify';

/** The caller whom the gate let in. */
export const SignedCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined) throw new Error(`the route table lets anyone in at ${routeOptions.url}`);
  return caller;
});
