import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import type { IncomingHttpHeaders } from 'node:http';
import { CHEF_ROUTES } from '../routes.ts';
import { SignedCaller } from '../signed-caller.ts';
import { Keys } from './keys.ts';
import { link } from './links.ts';

@Controller()
export class ClientKeysController {
  constructor(private readonly keys: Keys) {}

  @Get(CHEF_ROUTES.clientKeys.path)
  list(@SignedCaller() caller: Caller, @Headers() headers: IncomingHttpHeaders, @Param('client') client: string) {
    return this.keys.list(owner(caller, client), keysOf(headers, caller, client));
  }

  @Post(CHEF_ROUTES.clientKeys.path)
  @HttpCode(201)
  create(
    @SignedCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('client') client: string,
    @Body() body: Buffer,
  ) {
    return this.keys.create(caller, owner(caller, client), body, keysOf(headers, caller, client));
  }

  @Get(CHEF_ROUTES.clientKey.path)
  show(@SignedCaller() caller: Caller, @Param('client') client: string, @Param('key') key: string) {
    return this.keys.get(owner(caller, client), key);
  }

  @Put(CHEF_ROUTES.clientKey.path)
  change(
    @SignedCaller() caller: Caller,
    @Param('client') client: string,
    @Param('key') key: string,
    @Body() body: Buffer,
  ) {
    return this.keys.change(caller, owner(caller, client), key, body);
  }

  @Delete(CHEF_ROUTES.clientKey.path)
  delete(@SignedCaller() caller: Caller, @Param('client') client: string, @Param('key') key: string) {
    return this.keys.delete(caller, owner(caller, client), key);
  }
}

const owner = ({ organization }: Caller, name: string) => ({ kind: 'client', organization, name });

const keysOf = (headers: IncomingHttpHeaders, { organization }: Caller, name: string): string =>
  link(headers, 'organizations', organization, 'clients', name, 'keys');
