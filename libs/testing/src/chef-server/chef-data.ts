/** What a Chef Infra Server keeps. Keys are PEM texts; tests change all of it as they like. */
export interface ChefOrganization {
  readonly guid: string;
  /** Names of users who belong to it. */
  readonly members: Set<string>;
  /** Clients and their keys. */
  readonly clients: Map<string, string[]>;
  readonly groups: Map<string, ChefGroup>;
  /** Node objects, by name. */
  readonly nodes: Map<string, object>;
}

export interface ChefGroup {
  readonly users?: readonly string[];
  readonly clients?: readonly string[];
  readonly groups?: readonly string[];
}

export class ChefData {
  readonly organizations = new Map<string, ChefOrganization>();
  /** Users of all organizations, and their keys. */
  readonly users = new Map<string, string[]>();

  addOrganization(name: string, guid: string): ChefOrganization {
    const organization = { guid, members: new Set<string>(), clients: new Map(), groups: new Map(), nodes: new Map() };
    this.organizations.set(name, organization);
    return organization;
  }

  /** Every key of everybody of that name: of the user, and of the client where an organization is given. */
  keysOf(name: string, organization: ChefOrganization | undefined): string[] {
    return [...(this.users.get(name) ?? []), ...(organization?.clients.get(name) ?? [])];
  }
}
