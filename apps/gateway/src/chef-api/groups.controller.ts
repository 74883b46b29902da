import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import { PATIENT, type GroupReply__Output, unary } from '@push-jobs/contracts';
import type { FastifyReply } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { CHEF_ROUTES } from '../routes.ts';
import { SignedCaller } from '../signed-caller.ts';
import { Name, readBodyAs } from './bodies.ts';
import { ChefDirectory } from './chef-directory.ts';
import { cannotBeRenamed, chefError, inChefsForm } from './chef-errors.ts';
import { link, linksByName } from './links.ts';

const NewGroup = z.object({ id: Name.group.optional(), groupname: Name.group.optional() });
const ChangedGroup = z.object({
  groupname: Name.group.optional(),
  name: Name.group.optional(),
  actors: z
    .object({
      users: z.array(Name.client).default([]),
      clients: z.array(Name.client).optional(),
      groups: z.array(Name.group).default([]),
    })
    .optional(),
});

@Controller()
export class GroupsController {
  constructor(private readonly directory: ChefDirectory) {}

  @Get(CHEF_ROUTES.groups.path)
  async list(@SignedCaller() { organization }: Caller, @Headers() headers: IncomingHttpHeaders) {
    const { admin } = this.directory;
    const { names } = await inChefsForm(unary(admin, admin.ListGroups, { name: organization }, PATIENT));
    return linksByName(headers, names, 'organizations', organization, 'groups');
  }

  /** Without members, whatever the body says: that is how Chef does it. */
  @Post(CHEF_ROUTES.groups.path)
  @HttpCode(201)
  async create(@SignedCaller() caller: Caller, @Headers() headers: IncomingHttpHeaders, @Body() body: Buffer) {
    const { id, groupname } = await readBodyAs(NewGroup, body);
    const name = id ?? groupname;
    if (name === undefined) throw chefError('invalid', "Field 'groupname' missing");
    const { admin } = this.directory;
    const { organization } = caller;
    const request = unary(admin, admin.CreateGroup, { organization, name }, PATIENT);
    await this.directory.changed(caller, 'group created', name, request);
    return { uri: link(headers, 'organizations', organization, 'groups', name) };
  }

  @Get(CHEF_ROUTES.group.path)
  async show(
    @SignedCaller() { organization }: Caller,
    @Param('group') name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GroupJson> {
    const { reader } = this.directory;
    const found = await inChefsForm(unary(reader, reader.GetGroup, { organization, name }, PATIENT));
    reply.header('ETag', `"${found.version}"`);
    return groupJson(found, organization);
  }

  /** All members at once. With `If-Match` only as long as nobody else has changed them since they were read. */
  @Put(CHEF_ROUTES.group.path)
  async change(
    @SignedCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('group') name: string,
    @Body() body: Buffer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GroupJson> {
    const { groupname, name: alsoName, actors } = await readBodyAs(ChangedGroup, body);
    if ((groupname ?? alsoName ?? name) !== name) throw cannotBeRenamed('groupname');
    if (actors === undefined) throw chefError('invalid', "Field 'actors' missing: expected users, clients and groups");
    const { admin } = this.directory;
    const { organization } = caller;
    const { users, clients = [], groups } = actors;
    const members = { users, clients, groups, mixed: actors.clients === undefined };
    const change = { organization, name, ...members, ...condition(headers) };
    const request = unary(admin, admin.ChangeGroup, change, PATIENT);
    const changed = await this.directory.changed(caller, 'group changed', name, request);
    reply.header('ETag', `"${changed.version}"`);
    return groupJson(changed, organization);
  }

  @Delete(CHEF_ROUTES.group.path)
  async delete(@SignedCaller() caller: Caller, @Param('group') name: string): Promise<GroupJson> {
    const { admin } = this.directory;
    const { organization } = caller;
    const request = unary(admin, admin.DeleteGroup, { organization, name }, PATIENT);
    return groupJson(await this.directory.changed(caller, 'group deleted', name, request), organization);
  }
}

interface GroupJson {
  readonly actors: string[];
  readonly users: string[];
  readonly clients: string[];
  readonly groups: string[];
  readonly orgname: string;
  readonly name: string;
  readonly groupname: string;
}

export function groupJson({ name, users, clients, groups }: GroupReply__Output, organization: string): GroupJson {
  return { actors: [...users, ...clients], users, clients, groups, orgname: organization, name, groupname: name };
}

/** `*` asks for no version in particular. */
function condition({ 'if-match': match }: IncomingHttpHeaders): { ifVersion?: string } {
  return match === undefined || match === '*' ? {} : { ifVersion: match.replace(/^"|"$/g, '') };
}
