import { Injectable } from '@nestjs/common';
import type { OrganizationReply, PrincipalReply } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { AppError } from '@push-jobs/platform';
import { Postgres } from '../connections/postgres.ts';

/** The built-in directory, for those who decide who may do what. */
@Injectable()
export class ReadDirectory {
  constructor(private readonly postgres: Postgres) {}

  /** @throws AppError `not_found` */
  async organization(name: string): Promise<OrganizationReply> {
    const found = await this.postgres.database.organization.findUnique({ where: { name } });
    if (found === null) throw new AppError('not_found', `organization '${name}' does not exist.`);
    return { name: found.name, guid: found.guid, fullName: found.fullName };
  }

  /** The organization's client and the user of this name: two principals, though their names are the same. */
  principals(organization: string, name: string): Promise<PrincipalReply[]> {
    return this.postgres.query<PrincipalReply>(Prisma.sql`
      select p.kind, p.name,
             p.kind = 'client' or exists (
               select 1 from association a where a.organization = ${organization} and a."user" = p.name
             ) as "orgMember",
             coalesce(array_agg(k.public_key order by k.name) filter (where k.public_key is not null), '{}') as "publicKeys"
        from principal p
        left join principal_key k
          on k.kind = p.kind and k.organization = p.organization and k.principal = p.name
         and (k.expires_at is null or k.expires_at > now())
       where p.name = ${name}
         and ((p.kind = 'client' and p.organization = ${organization}) or (p.kind = 'user' and p.organization = ''))
       group by p.kind, p.organization, p.name
       order by p.kind`);
  }
}
