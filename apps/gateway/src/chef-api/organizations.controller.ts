import { Body, Controller, Get, Headers, HttpCode, Post } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import { PATIENT, type OrganizationReply__Output, unary } from '@push-jobs/contracts';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { CHEF_ROUTES } from '../routes.ts';
import { SignedCaller } from '../signed-caller.ts';
import { Name, readBodyAs } from './bodies.ts';
import { ChefDirectory } from './chef-directory.ts';
import { inChefsForm } from './chef-errors.ts';
import { link, linksByName } from './links.ts';

const NewOrganization = z.object({
  name: Name.organization,
  full_name: z
    .string()
    .max(1023)
    .refine((text) => !text.includes('\0'), { error: 'expected no NUL' })
    .optional(),
});

@Controller()
export class OrganizationsController {
  constructor(private readonly directory: ChefDirectory) {}

  @Get(CHEF_ROUTES.organizations.path)
  async list(@Headers() headers: IncomingHttpHeaders): Promise<Record<string, string>> {
    const { admin } = this.directory;
    const { names } = await inChefsForm(unary(admin, admin.ListOrganizations, {}, PATIENT));
    return linksByName(headers, names, 'organizations');
  }

  /** Whoever creates an organization belongs to it, and is its first admin. There is no validator to hand out. */
  @Post(CHEF_ROUTES.organizations.path)
  @HttpCode(201)
  async create(
    @SignedCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: Buffer,
  ): Promise<{ uri: string }> {
    const { name, full_name: fullName = name } = await readBodyAs(NewOrganization, body);
    const { admin } = this.directory;
    const request = unary(admin, admin.CreateOrganization, { name, fullName, founder: caller.name }, PATIENT);
    await this.directory.changed(caller, 'organization created', name, request);
    return { uri: link(headers, 'organizations', name) };
  }

  @Get(CHEF_ROUTES.organization.path)
  async show(@SignedCaller() { organization }: Caller): Promise<OrganizationJson> {
    const { reader } = this.directory;
    const found = unary(reader, reader.GetOrganization, { name: organization }, PATIENT);
    return organizationJson(await inChefsForm(found));
  }
}

export interface OrganizationJson {
  readonly name: string;
  readonly full_name: string;
  readonly guid: string;
}

/** Chef writes a guid without its dashes. */
export const organizationJson = ({ name, fullName, guid }: OrganizationReply__Output): OrganizationJson => ({
  name,
  full_name: fullName || name,
  guid: guid.replaceAll('-', ''),
});
