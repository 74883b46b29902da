import { Injectable } from '@nestjs/common';
import { Access, requireSignedHeaders, type Action, type Caller } from '@push-jobs/access';
import type { FastifyRequest } from 'fastify';
import { readBody } from './body.ts';
import { methodNotAllowed, permissionFor, type Permission } from './routes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where the route table asks for a signed caller. */
    caller?: Caller;
  }
}

/** Decides about each request before its controller sees it. */
@Injectable()
export class Gate {
  constructor(private readonly access: Access) {}

  /**
   * Method, headers, body, organization, principal, signature, membership, permission: the first that is wrong is what
   * the caller hears of. Leaves the caller and the raw body on the request.
   * @throws AppError, or Refused of `@push-jobs/access`.
   */
  async admit(request: FastifyRequest): Promise<void> {
    if (request.routeOptions.url === undefined) return; // an unknown path, which the not-found handler answers
    const permission = permissionFor(request.routeOptions.url, request.method);
    if (permission === undefined) throw methodNotAllowed(request.routeOptions.url, request.method);
    if (permission === 'anyone' || permission === 'elsewhere') return;
    const signed = requireSignedHeaders(request.headers, Date.now());
    const body = await readBody(request.raw);
    // The route table puts `:organization` into every signed path, and `:node` where a configuration is fetched.
    const { organization, node } = request.params as { organization: string; node: string };
    const sent = { method: request.method, path: request.originalUrl, body };
    const caller = await this.access.authenticate(sent, signed, organization);
    await this.access.authorize(caller, action(permission, node));
    Object.assign(request, { body, caller });
  }
}

function action(permission: Exclude<Permission, 'anyone' | 'elsewhere'>, node: string): Action {
  return permission === 'fetch_config' ? { kind: permission, node } : { kind: permission };
}
