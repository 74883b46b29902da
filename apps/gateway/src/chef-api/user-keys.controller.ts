import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import type { IncomingHttpHeaders } from 'node:http';
import { CHEF_ROUTES } from '../routes.ts';
import { SignedCaller } from '../signed-caller.ts';
import { Keys } from './keys.ts';
import { link } from './links.ts';

@Controller()
export class UserKeysController {
  constructor(private readonly keys: Keys) {}

  @Get(CHEF_ROUTES.userKeys.path)
  list(@Headers() headers: IncomingHttpHeaders, @Param('user') user: string) {
    return this.keys.list(owner(user), link(headers, 'users', user, 'keys'));
  }

  @Post(CHEF_ROUTES.userKeys.path)
  @HttpCode(201)
  create(
    @SignedCaller() caller: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Param('user') user: string,
    @Body() body: Buffer,
  ) {
    return this.keys.create(caller, owner(user), body, link(headers, 'users', user, 'keys'));
  }

  @Get(CHEF_ROUTES.userKey.path)
  show(@Param('user') user: string, @Param('key') key: string) {
    return this.keys.get(owner(user), key);
  }

  @Put(CHEF_ROUTES.userKey.path)
  change(@SignedCaller() caller: Caller, @Param('user') user: string, @Param('key') key: string, @Body() body: Buffer) {
    return this.keys.change(caller, owner(user), key, body);
  }

  @Delete(CHEF_ROUTES.userKey.path)
  delete(@SignedCaller() caller: Caller, @Param('user') user: string, @Param('key') key: string) {
    return this.keys.delete(caller, owner(user), key);
  }
}

const owner = (name: string) => ({ kind: 'user', organization: '', name });
