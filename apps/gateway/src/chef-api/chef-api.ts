import type { Provider, Type } from '@nestjs/common';
import type { Config } from '../config.ts';
import { CHEF_ROUTES, type Route } from '../routes.ts';
import { ChefDirectory } from './chef-directory.ts';
import { ClientKeysController } from './client-keys.controller.ts';
import { ClientsController } from './clients.controller.ts';
import { GroupsController } from './groups.controller.ts';
import { Keys } from './keys.ts';
import { MembersController } from './members.controller.ts';
import { NodesController } from './nodes.controller.ts';
import { OrganizationsController } from './organizations.controller.ts';
import { PrincipalsController } from './principals.controller.ts';
import { SearchController } from './search.controller.ts';
import { UserKeysController } from './user-keys.controller.ts';
import { UsersController } from './users.controller.ts';

interface ChefApi {
  readonly routes: readonly Route[];
  readonly controllers: Type[];
  readonly providers: Provider[];
}

/**
 * What the gateway answers of the Chef API: the built-in directory's part of it, and nothing where a Chef Infra Server is
 * the directory, whose own paths these are.
 */
export function chefApi({ directory }: Pick<Config, 'directory'>): ChefApi {
  if (directory.kind !== 'builtin') return { routes: [], controllers: [], providers: [] };
  return {
    routes: Object.values(CHEF_ROUTES),
    controllers: [
      UsersController,
      UserKeysController,
      OrganizationsController,
      MembersController,
      ClientsController,
      ClientKeysController,
      GroupsController,
      NodesController,
      SearchController,
      PrincipalsController,
    ],
    providers: [ChefDirectory, Keys],
  };
}
