import { Injectable } from '@nestjs/common';
import type { RequestToVerify, SignedHeaders } from '@push-jobs/protocol';
import { identify, type Caller } from './authentication.ts';
import { mayAdminister, mayFetchConfig, mayRead, maySaveNode, mayWrite } from './authorization.ts';
import { Directory } from './directory.ts';
import { Refused } from './refused.ts';

/** What somebody wants to do in their organization. */
export type Action =
  | { readonly kind: 'write' | 'read' | 'administer' }
  /** What everyone in the organization may. */
  | { readonly kind: 'belong' }
  | { readonly kind: 'fetch_config' | 'save_node'; readonly node: string };

/** Authentication and authorization against the directory (wire contract sections 1 and 2). */
@Injectable()
export class Access {
  constructor(private readonly directory: Directory) {}

  /**
   * The part of authentication that follows `requireSignedHeaders` and needs the body.
   * @throws Refused `unknown_organization`, `unknown_principal`, `bad_signature` or `not_associated`, in this order;
   * AppError `upstream` when the directory cannot be asked.
   */
  async authenticate(request: RequestToVerify, signed: SignedHeaders, organization: string): Promise<Caller> {
    if ((await this.directory.organization(organization)) === undefined) {
      throw new Refused('unknown_organization', `organization '${organization}' does not exist.`);
    }
    const principals = await this.directory.principals(organization, signed.userId);
    return identify(request, signed, organization, principals);
  }

  /**
   * The same for what belongs to no organization: there are only users. `organization` of the caller is empty.
   * @throws Refused `unknown_principal` or `bad_signature`; AppError `upstream` when the directory cannot be asked.
   */
  async authenticateUser(request: RequestToVerify, signed: SignedHeaders): Promise<Caller> {
    const users = await this.directory.principals('', signed.userId);
    return identify(
      request,
      signed,
      '',
      users.map((user) => ({ ...user, orgMember: true })),
    );
  }

  /** @throws Refused `not_permitted` or `names_differ`; AppError `upstream` when the directory cannot be asked. */
  async authorize(caller: Caller, action: Action): Promise<void> {
    if (await this.may(caller, action)) return;
    if (action.kind === 'fetch_config' && caller.kind === 'client') {
      throw new Refused('names_differ', 'Client and node name must match');
    }
    const sentence = `User or client '${caller.name}' does not have access to that action on this server.`;
    throw new Refused('not_permitted', sentence);
  }

  private may(caller: Caller, action: Action): Promise<boolean> {
    const load = (name: string) => this.directory.group(caller.organization, name);
    switch (action.kind) {
      case 'write':
        return mayWrite(caller, load);
      case 'read':
        return mayRead(caller, load);
      case 'fetch_config':
        return mayFetchConfig(caller, action.node, load);
      case 'save_node':
        return maySaveNode(caller, action.node, load);
      case 'administer':
        return mayAdminister(caller, load);
      case 'belong':
        return Promise.resolve(true);
    }
  }
}
