import type { KeyObject } from 'node:crypto';

export interface Organization {
  readonly name: string;
  readonly guid: string;
}

export type PrincipalKind = 'user' | 'client';

/** Somebody who signs requests. A user and a client of one name are two principals. */
export interface Principal {
  readonly kind: PrincipalKind;
  readonly name: string;
  /** A user may exist without belonging to the organization that was asked about. */
  readonly orgMember: boolean;
  /** Any of them may sign. */
  readonly keys: readonly KeyObject[];
}

/** Who belongs to a group, by name. */
export interface Group {
  readonly users: ReadonlySet<string>;
  readonly clients: ReadonlySet<string>;
  readonly groups: readonly string[];
}

/**
 * Where organizations, principals and groups are known. Answers may be some seconds old.
 *
 * Every method rejects with an `AppError` of kind `upstream` when the directory cannot be asked: an outage must never
 * look like a refusal.
 */
export abstract class Directory {
  /** Undefined where there is no such organization. */
  abstract organization(name: string): Promise<Organization | undefined>;
  /** Everybody of that name whom the organization may meet; empty where there is nobody. */
  abstract principals(organization: string, name: string): Promise<readonly Principal[]>;
  /** Undefined where the organization has no such group. */
  abstract group(organization: string, name: string): Promise<Group | undefined>;
  /** What was found so far counts no more, because something was changed. */
  abstract forget(): void;
}
