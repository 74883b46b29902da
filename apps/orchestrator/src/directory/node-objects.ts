import { Injectable } from '@nestjs/common';
import type { NodeObject, NodeObject__Output } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { Postgres } from '../connections/postgres.ts';
import { missing, named, taken } from './chef-error.ts';
import { type NameRow, namesOf } from './name-rows.ts';
import { holdOrganization } from './organizations.ts';

/** Read at a time by a search: as many as fit into memory many times over, even if each is as large as can be. */
const PAGE = 50;

/** What nodes are said to be. JSON is kept as it was given. */
@Injectable()
export class NodeObjects {
  constructor(private readonly postgres: Postgres) {}

  async list(organization: string): Promise<string[]> {
    return namesOf(
      await this.postgres.query<NameRow>(Prisma.sql`
        select name from node_object where organization = ${organization} order by name`),
    );
  }

  /** @throws AppError `not_found` */
  async get(organization: string, name: string): Promise<NodeObject> {
    const [found] = await this.postgres.query<NodeObject>(Prisma.sql`
      select organization, name, json from node_object where organization = ${organization} and name = ${name}`);
    if (found === undefined) throw missing(named('node', name, organization));
    return found;
  }

  /** @throws AppError `conflict`; `not_found` for the organization. */
  create(node: NodeObject__Output): Promise<NodeObject> {
    const { organization, name, json } = node;
    return this.postgres.transact(async (tx) => {
      await holdOrganization(tx, organization);
      const created = await tx.$executeRaw(Prisma.sql`
        insert into node_object (organization, name, json) values (${organization}, ${name}, ${json})
        on conflict do nothing`);
      if (created === 0) throw taken(named('node', name, organization));
      return node;
    });
  }

  /** @throws AppError `not_found` */
  async replace(node: NodeObject__Output): Promise<NodeObject> {
    const { organization, name, json } = node;
    const replaced = await this.postgres.execute(Prisma.sql`
      update node_object set json = ${json}, updated_at = now() where organization = ${organization} and name = ${name}`);
    if (replaced === 0) throw missing(named('node', name, organization));
    return node;
  }

  /** @throws AppError `not_found` */
  async delete(organization: string, name: string): Promise<NodeObject> {
    const [deleted] = await this.postgres.query<NodeObject>(Prisma.sql`
      delete from node_object where organization = ${organization} and name = ${name} returning organization, name, json`);
    if (deleted === undefined) throw missing(named('node', name, organization));
    return deleted;
  }

  /** All of an organization in order of their names, some at a time. */
  async *pages(organization: string): AsyncGenerator<readonly (NameRow & { readonly json: string })[]> {
    let after = '';
    for (;;) {
      const page = await this.postgres.query<NameRow & { json: string }>(Prisma.sql`
        select name, json from node_object where organization = ${organization} and name > ${after}
         order by name limit ${PAGE}`);
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      after = last.name;
    }
  }
}
