import { Injectable } from '@nestjs/common';
import { Access, requireSignedHeaders, type Action, type Caller } from '@push-jobs/access';
import { AppError } from '@push-jobs/platform';
import type { FastifyRequest } from 'fastify';
import { BodyRoom } from './body-room.ts';
import { readBody } from './body.ts';
import { isUserPermission, Standing } from './chef-api/standing.ts';
import { RateLimits } from './rate-limits.ts';
import { methodNotAllowed, type OrganizationPermission, permissionFor, type UserPermission } from './routes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where the route table asks for a signed caller. */
    caller?: Caller;
  }
}

/** What the route table puts into paths, as far as it matters here. */
interface Parameters {
  readonly organization?: string;
  readonly node?: string;
  readonly user?: string;
}

/** Decides about each request before its controller sees it. */
@Injectable()
export class Gate {
  constructor(
    private readonly access: Access,
    private readonly standing: Standing,
    private readonly limits: RateLimits,
    private readonly room: BodyRoom,
  ) {}

  /**
   * Method, headers, body, organization, principal, signature, membership, rate, permission: the first that is wrong is what
   * the caller hears of. Leaves the caller and the raw body on the request.
   * @throws AppError, or Refused of `@push-jobs/access`.
   */
  async admit(request: FastifyRequest): Promise<void> {
    if (request.routeOptions.url === undefined) return; // an unknown path, which the not-found handler answers
    const permission = permissionFor(request.routeOptions.url, request.method);
    if (permission === undefined) throw methodNotAllowed(request.routeOptions.url, request.method);
    if (permission === 'anyone' || permission === 'elsewhere') return;
    const signed = requireSignedHeaders(request.headers, Date.now());
    const body = await readBody(request.raw, this.room);
    const sent = { method: request.method, path: request.originalUrl, body };
    const parameters = request.params as Parameters; // Fastify types them as unknown
    refuseNul(parameters);
    const { organization } = parameters;
    const caller =
      organization === undefined
        ? await this.access.authenticateUser(sent, signed)
        : await this.access.authenticate(sent, signed, organization);
    await this.limits.admit(caller, permission === 'fetch_config');
    await this.authorize(caller, permission, parameters);
    Object.assign(request, { body, caller });
  }

  /** The request was answered, or its caller is gone. */
  release(request: FastifyRequest): void {
    this.room.leave(request.raw);
  }

  private authorize(
    caller: Caller,
    permission: OrganizationPermission | UserPermission,
    { node = '', user }: Parameters,
  ): Promise<void> {
    return isUserPermission(permission)
      ? this.standing.authorize(caller, permission, user)
      : this.access.authorize(caller, action(permission, node));
  }
}

function action(kind: OrganizationPermission, node: string): Action {
  return kind === 'fetch_config' || kind === 'save_node' ? { kind, node } : { kind };
}

/** Nothing has a NUL in its name, and Postgres cannot even be asked about one. */
function refuseNul(parameters: object): void {
  const isThere = Object.values(parameters).some((value) => String(value).includes('\0'));
  if (isThere) throw new AppError('not_found', 'there is nothing at this path');
}
