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

const ClientBody = z.object({
  name: Name.client.optional(),
  clientname: Name.client.optional(),
  validator: z.boolean().optional(),
  ...keyFields,
});

/** The clients of an organization: nodes, and programs that are nobody. */
@Controller()
export class ClientsController {
  constructor(private readonly directory: ChefDirectory) {}

  @Get(CHEF_ROUTES.clients.path)
  async list(@SignedCaller() { organization }: Caller, @Headers() headers: IncomingHttpHeaders) {
    const { admin } = this.directory;
    const { names } = await inChefsForm(unary(admin, admin.ListPrincipals, { kind: 'client', organization }, PATIENT));
    return linksByName(headers, names, 'organizations', organization, 'clients');
  }

  @Post(CHEF_ROUTES.clients.path)
  @HttpCode(201)
  async create(@SignedCaller() caller: Caller, @Headers() headers: IncomingHttpHeaders, @Body() body: Buffer) {
    const client = await readBodyAs(ClientBody, body);
    const name = client.name ?? client.clientname;
    if (name === undefined) throw chefError('invalid', "Field 'name' missing");
    const version = apiVersion(headers);
    const key = await firstKey(client, version);
    const { admin } = this.directory;
    const created = {
      principal: principal(caller, name),
      validator: client.validator ?? false,
      publicKey: key.publicKey,
    };
    const request = unary(admin, admin.CreatePrincipal, created, PATIENT);
    const { publicKey } = await this.directory.changed(caller, 'client created', name, request);
    const uri = link(headers, 'organizations', caller.organization, 'clients', name);
    return { uri, ...firstKeyJson({ ...key, publicKey }, uri, version) };
  }

  @Get(CHEF_ROUTES.client.path)
  async show(
    @SignedCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('client') name: string,
  ): Promise<ClientJson> {
    const { admin } = this.directory;
    const found = await inChefsForm(unary(admin, admin.GetPrincipal, principal(caller, name), PATIENT));
    return clientJson(found, apiVersion(headers));
  }

  @Put(CHEF_ROUTES.client.path)
  async change(
    @SignedCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('client') name: string,
    @Body() body: Buffer,
  ): Promise<ClientJson & { private_key?: string }> {
    const client = await readBodyAs(ClientBody, body);
    if ((client.name ?? client.clientname ?? name) !== name) throw cannotBeRenamed('name');
    const version = apiVersion(headers);
    const key = await nextKey(client, version);
    const { admin } = this.directory;
    const changed = {
      principal: principal(caller, name),
      ...(client.validator === undefined ? {} : { validator: client.validator }),
      ...(key === undefined ? {} : { publicKey: key.publicKey }),
    };
    const request = unary(admin, admin.ChangePrincipal, changed, PATIENT);
    const record = await this.directory.changed(caller, 'client changed', name, request);
    const secret = key?.privateKey === undefined ? {} : { private_key: key.privateKey };
    return { ...clientJson(record, version), ...secret };
  }

  @Delete(CHEF_ROUTES.client.path)
  async delete(
    @SignedCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('client') name: string,
  ): Promise<ClientJson> {
    const { admin } = this.directory;
    const request = unary(admin, admin.DeletePrincipal, principal(caller, name), PATIENT);
    return clientJson(await this.directory.changed(caller, 'client deleted', name, request), apiVersion(headers));
  }
}

interface ClientJson {
  readonly name: string;
  readonly clientname: string;
  readonly orgname: string;
  readonly validator: boolean;
  readonly json_class: 'Chef::ApiClient';
  readonly chef_type: 'client';
  readonly public_key?: string | null;
}

export function clientJson({ principal, validator, publicKey }: PrincipalRecord__Output, version: 0 | 1): ClientJson {
  const { name = '', organization = '' } = principal ?? {};
  const key = version === 0 ? { public_key: publicKey || null } : {};
  const is = { json_class: 'Chef::ApiClient', chef_type: 'client' } as const;
  return { name, clientname: name, orgname: organization, validator, ...is, ...key };
}

const principal = ({ organization }: Caller, name: string) => ({ kind: 'client', organization, name });
