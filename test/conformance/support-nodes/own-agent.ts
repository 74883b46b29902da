import { Child, eventually } from '@push-jobs/local';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { Tenant } from '../support-http/tenant.ts';
import { presenceOf } from './presence.ts';

export type Rule = string | { readonly command_line: string; readonly lock?: boolean | string };

export interface AgentSettings {
  /** Left out: what an agent allows by itself. */
  readonly whitelist?: Readonly<Record<string, Rule>>;
  readonly allowed_overwritable_env_vars?: readonly string[];
  readonly max_body_size?: number;
}

const ENTRY = fileURLToPath(new URL('../../../apps/agent/dist/main.js', import.meta.url));

/** Our agent as a process, for a client of a tenant, with a configuration of its own. */
export class OwnAgent implements AsyncDisposable {
  readonly dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-agent-'));
  readonly fileDir = path.join(this.dir, 'files');
  private readonly child: Child;

  constructor(
    readonly tenant: Tenant,
    readonly name: string,
    settings: AgentSettings,
  ) {
    const { origin, stateDir } = inject('installation');
    const client = tenant.as(name);
    const clientKey = path.join(this.dir, 'client.pem');
    writeFileSync(clientKey, client.key.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
    const config = path.join(this.dir, 'agent.toml');
    const server = `${origin}/organizations/${tenant.organization}`;
    const basics = { chef_server_url: server, node_name: name, client_key: clientKey, file_dir: this.fileDir };
    writeFileSync(config, toml({ ...basics, ...settings }));
    this.child = new Child({
      name: `${tenant.organization}-${name}`,
      entry: ENTRY,
      args: ['--config', config],
      env: {},
      logDir: path.join(stateDir, 'logs'),
    });
  }

  /** Starts one, and waits until it takes jobs. */
  static async available(tenant: Tenant, name: string, settings: AgentSettings = {}): Promise<OwnAgent> {
    const agent = new OwnAgent(tenant, name, settings);
    await agent.start();
    return agent;
  }

  async start(): Promise<void> {
    await this.child.start();
    await eventually(`${this.name} is available (see ${this.child.logFile})`, async () => {
      return (await presenceOf(this.tenant, this.name)).availability === 'available';
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** The part of TOML that an agent's configuration needs: JSON writes its texts, numbers and lists in the same way. */
function toml(settings: Readonly<Record<string, unknown>>): string {
  return Object.entries(settings)
    .map(([key, value]) => `${JSON.stringify(key)} = ${tomlValue(value)}\n`)
    .join('');
}

function tomlValue(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)} = ${tomlValue(inner)}`);
  return `{ ${entries.join(', ')} }`;
}
