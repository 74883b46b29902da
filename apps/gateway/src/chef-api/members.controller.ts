import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import { PATIENT, unary } from '@push-jobs/contracts';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { CHEF_ROUTES } from '../routes.ts';
import { SignedCaller } from '../signed-caller.ts';
import { apiVersion } from './api-version.ts';
import { Name, readBodyAs } from './bodies.ts';
import { ChefDirectory } from './chef-directory.ts';
import { chefError, inChefsForm } from './chef-errors.ts';
import { link } from './links.ts';
import { userJson, type UserJson } from './users.controller.ts';

const NewMember = z.object({ username: Name.user });
const Invitation = z.object({ user: Name.user });

/** Which users belong to an organization. */
@Controller()
export class MembersController {
  constructor(private readonly directory: ChefDirectory) {}

  @Get(CHEF_ROUTES.members.path)
  async list(@SignedCaller() { organization }: Caller): Promise<{ user: { username: string } }[]> {
    return (await this.names(organization)).map((username) => ({ user: { username } }));
  }

  @Post(CHEF_ROUTES.members.path)
  @HttpCode(201)
  async add(@SignedCaller() caller: Caller, @Headers() headers: IncomingHttpHeaders, @Body() body: Buffer) {
    const { username } = await readBodyAs(NewMember, body);
    await this.associate(caller, username);
    return { uri: link(headers, 'organizations', caller.organization, 'users', username) };
  }

  /** How stock knife adds a user. An admin's invitation counts at once; that knife then accepts it changes nothing. */
  @Post(CHEF_ROUTES.invitations.path)
  @HttpCode(201)
  async invite(@SignedCaller() caller: Caller, @Headers() headers: IncomingHttpHeaders, @Body() body: Buffer) {
    const { user } = await readBodyAs(Invitation, body);
    await this.associate(caller, user);
    const { organization } = caller;
    return { uri: link(headers, 'organizations', organization, 'association_requests', `${user}-${organization}`) };
  }

  @Get(CHEF_ROUTES.member.path)
  async show(
    @SignedCaller() { organization }: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('user') name: string,
  ): Promise<UserJson> {
    if (!(await this.names(organization)).includes(name)) {
      throw chefError('not_found', `user '${name}' in '${organization}' does not exist`);
    }
    return this.user(name, apiVersion(headers));
  }

  @Delete(CHEF_ROUTES.member.path)
  async remove(
    @SignedCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('user') user: string,
  ): Promise<UserJson> {
    const { admin } = this.directory;
    const { organization } = caller;
    const request = unary(admin, admin.Dissociate, { organization, user }, PATIENT);
    await this.directory.changed(caller, 'user dissociated', user, request);
    return this.user(user, apiVersion(headers));
  }

  private async associate(caller: Caller, user: string): Promise<void> {
    const { admin } = this.directory;
    const request = unary(admin, admin.Associate, { organization: caller.organization, user }, PATIENT);
    await this.directory.changed(caller, 'user associated', user, request);
  }

  private async names(organization: string): Promise<string[]> {
    const { admin } = this.directory;
    return (await inChefsForm(unary(admin, admin.ListMembers, { name: organization }, PATIENT))).names;
  }

  private async user(name: string, version: 0 | 1): Promise<UserJson> {
    const { admin } = this.directory;
    const who = { kind: 'user', organization: '', name };
    return userJson(await inChefsForm(unary(admin, admin.GetPrincipal, who, PATIENT)), version);
  }
}
