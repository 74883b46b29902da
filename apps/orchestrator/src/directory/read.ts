import { Injectable } from '@nestjs/common';
import type { OrganizationReply, PrincipalReply } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { AppError, Batches } from '@push-jobs/platform';
import { Postgres } from '../connections/postgres.ts';

interface Asked {
  readonly organization: string;
  readonly name: string;
}

const LOOKUPS_AT_ONCE = 1_000;

/** The built-in directory, for those who decide who may do what. */
@Injectable()
export class ReadDirectory {
  private readonly lookups: Batches<Asked, PrincipalReply[]>;

  constructor(private readonly postgres: Postgres) {
    this.lookups = new Batches({
      work: (asked) => this.find(asked),
      cut: (waiting) => Math.min(waiting.length, LOOKUPS_AT_ONCE),
      stillThere: () => postgres.ping(),
    });
  }

  /** @throws AppError `not_found` */
  async organization(name: string): Promise<OrganizationReply> {
    const found = await this.postgres.database.organization.findUnique({ where: { name } });
    if (found === null) throw new AppError('not_found', `organization '${name}' does not exist.`);
    return { name: found.name, guid: found.guid, fullName: found.fullName };
  }

  /**
   * The organization's client and the user of this name: two principals, though their names are the same. Nodes that all
   * come at once are a handful of queries.
   */
  principals(organization: string, name: string): Promise<PrincipalReply[]> {
    return this.lookups.add({ organization, name });
  }

  private async find(asked: readonly Asked[]): Promise<PrincipalReply[][]> {
    const rows = await this.postgres.query<PrincipalReply & { place: number }>(Prisma.sql`
      select q.place::int as place, p.kind, p.name,
             p.kind = 'client' or exists (
               select 1 from association a where a.organization = q.organization and a."user" = p.name
             ) as "orgMember",
             coalesce(array_agg(k.public_key order by k.name) filter (where k.public_key is not null), '{}') as "publicKeys"
        from unnest(${asked.map(({ organization }) => organization)}::text[], ${asked.map(({ name }) => name)}::text[])
               with ordinality as q(organization, name, place)
       cross join lateral (
               select kind, organization, name from principal
                where kind = 'client' and organization = q.organization and name = q.name
               union all
               select kind, organization, name from principal
                where kind = 'user' and organization = '' and name = q.name
             ) p
        left join principal_key k
          on k.kind = p.kind and k.organization = p.organization and k.principal = p.name
         and (k.expires_at is null or k.expires_at > now())
       group by q.place, q.organization, p.kind, p.organization, p.name
       order by q.place, p.kind`);
    const found = asked.map((): PrincipalReply[] => []);
    for (const { place, ...principal } of rows) found[place - 1]?.push(principal);
    return found;
  }
}
