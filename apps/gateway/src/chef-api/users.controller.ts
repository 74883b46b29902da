import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import { PATIENT, type PrincipalRecord__Output, unary } from '@push-jobs/contracts';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { CHEF_ROUTES } from '../routes.ts';
import { SignedCaller } from '../signed-caller.ts';
import { apiVersion } from './api-version.ts';
import { Name, readBodyAs } from './bodies.ts';
import { ChefDirectory } from './chef-directory.ts';
import { cannotBeRenamed, chefError, inChefsForm } from './chef-errors.ts';
import { firstKey, firstKeyJson, keyFields, nextKey } from './first-key.ts';
import { link, linksByName } from './links.ts';
import { organizationJson, type OrganizationJson } from './organizations.controller.ts';

const word = z.string().refine((text) => !text.includes('\0'), { error: 'expected no NUL' });
/** What is said about a user. A password is accepted and forgotten: keys are the only way in. */
const profileFields = {
  display_name: word.exactOptional(),
  first_name: word.exactOptional(),
  middle_name: word.exactOptional(),
  last_name: word.exactOptional(),
  email: word.exactOptional(),
};
const Profile = z.object(profileFields);
const UserBody = z.object({
  username: Name.user.optional(),
  name: Name.user.optional(),
  ...profileFields,
  ...keyFields,
});
const Answer = z.object({ response: z.enum(['accept', 'reject'], { error: "expected 'accept' or 'reject'" }) });

export interface UserJson {
  readonly username: string;
  readonly [field: string]: string | null;
}

/** The users of the installation, whichever organizations they belong to. */
@Controller()
export class UsersController {
  constructor(private readonly directory: ChefDirectory) {}

  @Get(CHEF_ROUTES.users.path)
  async list(@Headers() headers: IncomingHttpHeaders): Promise<Record<string, string>> {
    const { admin } = this.directory;
    const { names } = await inChefsForm(unary(admin, admin.ListPrincipals, { kind: 'user' }, PATIENT));
    return linksByName(headers, names, 'users');
  }

  @Post(CHEF_ROUTES.users.path)
  @HttpCode(201)
  async create(@SignedCaller() caller: Caller, @Headers() headers: IncomingHttpHeaders, @Body() body: Buffer) {
    const user = await readBodyAs(UserBody, body);
    const name = user.username ?? user.name;
    if (name === undefined) throw chefError('invalid', "Field 'username' missing");
    const version = apiVersion(headers);
    const key = await firstKey(user, version);
    const { admin } = this.directory;
    const created = { principal: principal(name), profile: profile(user), publicKey: key.publicKey };
    const request = unary(admin, admin.CreatePrincipal, created, PATIENT);
    const { publicKey } = await this.directory.changed(caller, 'user created', name, request);
    const uri = link(headers, 'users', name);
    return { uri, ...firstKeyJson({ ...key, publicKey }, uri, version) };
  }

  @Get(CHEF_ROUTES.user.path)
  async show(@Headers() headers: IncomingHttpHeaders, @Param('user') name: string): Promise<UserJson> {
    const { admin } = this.directory;
    return userJson(await inChefsForm(unary(admin, admin.GetPrincipal, principal(name), PATIENT)), apiVersion(headers));
  }

  @Put(CHEF_ROUTES.user.path)
  async change(
    @SignedCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('user') name: string,
    @Body() body: Buffer,
  ) {
    const user = await readBodyAs(UserBody, body);
    if ((user.username ?? user.name ?? name) !== name) throw cannotBeRenamed('username');
    const key = await nextKey(user, apiVersion(headers));
    const { admin } = this.directory;
    const changed = {
      principal: principal(name),
      profile: profile(user),
      ...(key === undefined ? {} : { publicKey: key.publicKey }),
    };
    const request = unary(admin, admin.ChangePrincipal, changed, PATIENT);
    await this.directory.changed(caller, 'user changed', name, request);
    const secret = key?.privateKey === undefined ? {} : { private_key: key.privateKey };
    return { uri: link(headers, 'users', name), ...secret };
  }

  @Delete(CHEF_ROUTES.user.path)
  async delete(
    @SignedCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('user') name: string,
  ): Promise<UserJson> {
    const { admin } = this.directory;
    const request = unary(admin, admin.DeletePrincipal, principal(name), PATIENT);
    return userJson(await this.directory.changed(caller, 'user deleted', name, request), apiVersion(headers));
  }

  @Get(CHEF_ROUTES.userOrganizations.path)
  async organizations(@Param('user') name: string): Promise<{ organization: OrganizationJson }[]> {
    const { admin } = this.directory;
    const { organizations } = await inChefsForm(unary(admin, admin.ListMemberships, { name }, PATIENT));
    return organizations.map((each) => ({ organization: organizationJson(each) }));
  }

  /** What stock knife does after an invitation, which here has let the user in already. */
  @Put(CHEF_ROUTES.userInvitation.path)
  async answerInvitation(@Param('user') user: string, @Param('invitation') id: string, @Body() body: Buffer) {
    const { response } = await readBodyAs(Answer, body);
    const organizations = await this.organizations(user);
    const invited = organizations.find(({ organization }) => id === `${user}-${organization.name}`);
    if (invited === undefined) throw chefError('not_found', `Cannot find association request: ${id}`);
    const { name } = invited.organization;
    if (response === 'reject') throw chefError('conflict', `'${user}' belongs to '${name}' already; leave it instead`);
    return { organization: { name } };
  }
}

const principal = (name: string) => ({ kind: 'user', organization: '', name });

const profile = (fields: z.output<typeof Profile>): Record<string, string> =>
  Object.fromEntries(Object.entries(Profile.parse(fields)));

export function userJson({ principal, profile, publicKey }: PrincipalRecord__Output, version: 0 | 1): UserJson {
  const key = version === 0 ? { public_key: publicKey || null } : {};
  return { username: principal?.name ?? '', ...profile, ...key };
}
