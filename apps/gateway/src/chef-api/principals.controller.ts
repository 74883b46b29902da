import { Controller, Get, Headers, Param } from '@nestjs/common';
import { type Caller, Directory, type Principal } from '@push-jobs/access';
import type { IncomingHttpHeaders } from 'node:http';
import { CHEF_ROUTES } from '../routes.ts';
import { SignedCaller } from '../signed-caller.ts';
import { apiVersion } from './api-version.ts';
import { chefError } from './chef-errors.ts';

/** Chef's authorization service has an id for everybody; there is none here. */
const NO_AUTHZ_ID = '0'.repeat(32);

/** Who signs requests by a name, and with which keys: what a Push Jobs server asks of a Chef Infra Server. */
@Controller()
export class PrincipalsController {
  constructor(private readonly directory: Directory) {}

  @Get(CHEF_ROUTES.principal.path)
  async show(
    @SignedCaller() { organization }: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('principal') name: string,
  ): Promise<PrincipalJson | { principals: PrincipalJson[] }> {
    const found = principalsJson(await this.directory.principals(organization, name));
    const [first] = found;
    if (first === undefined) throw chefError('not_found', `Cannot find principal ${name}`);
    return apiVersion(headers) === 0 ? first : { principals: found };
  }
}

interface PrincipalJson {
  readonly name: string;
  readonly type: 'user' | 'client';
  readonly public_key: string;
  readonly authz_id: string;
  readonly org_member: boolean;
}

/** One for each key. A user who belongs to the organization comes before a client, and one who does not comes last. */
export function principalsJson(principals: readonly Principal[]): PrincipalJson[] {
  const rank = ({ kind, orgMember }: Principal): number => (kind === 'client' ? 1 : orgMember ? 0 : 2);
  return [...principals]
    .sort((one, other) => rank(one) - rank(other))
    .flatMap(({ kind, name, orgMember, keys }) =>
      keys.map((key) => ({
        name,
        type: kind,
        public_key: key.export({ type: 'spki', format: 'pem' }).toString(),
        authz_id: NO_AUTHZ_ID,
        org_member: orgMember,
      })),
    );
}
