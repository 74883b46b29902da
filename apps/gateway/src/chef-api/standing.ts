import { Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@push-jobs/access';
import { PATIENT, unary } from '@push-jobs/contracts';
import { Backends } from '../backends.ts';
import type { Permission, UserPermission } from '../routes.ts';
import { inChefsForm } from './chef-errors.ts';

const ABOUT_USERS: Readonly<Record<UserPermission, true>> = {
  rule_users: true,
  know_users: true,
  know_user: true,
  be_user: true,
};

export const isUserPermission = (permission: Permission): permission is UserPermission =>
  Object.hasOwn(ABOUT_USERS, permission);

/** What users may do that belongs to no organization. */
@Injectable()
export class Standing {
  constructor(private readonly backends: Backends) {}

  /**
   * `user`: whom the path names, if anybody.
   * @throws Refused `not_permitted`; AppError when the directory cannot be asked.
   */
  async authorize(caller: Caller, permission: UserPermission, user: string | undefined): Promise<void> {
    if (await this.may(caller, permission, user)) return;
    const sentence = `User or client '${caller.name}' does not have access to that action on this server.`;
    throw new Refused('not_permitted', sentence);
  }

  private async may({ name }: Caller, permission: UserPermission, user: string | undefined): Promise<boolean> {
    const isThemselves = name === user;
    if (isThemselves && (permission === 'know_user' || permission === 'be_user')) return true;
    const { directoryAdmin: admin } = this.backends;
    const { superuser, adminSomewhere } = await inChefsForm(unary(admin, admin.GetStanding, { name }, PATIENT));
    return superuser || (adminSomewhere && (permission === 'know_user' || permission === 'know_users'));
  }
}
