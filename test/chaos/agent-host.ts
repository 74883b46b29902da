import { eventually, writeNodeConfig } from '@push-jobs/local';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JournalLine, UnaskedEnd } from './history.ts';
import { Service } from './service.ts';
import { nodeKey, type Tenant } from './tenants.ts';

const AGENT = fileURLToPath(new URL('../../apps/agent/dist/main.js', import.meta.url));
const CLOCK = new URL('clock.mjs', import.meta.url).href;
const WORK = fileURLToPath(new URL('work.sh', import.meta.url));

/** A node's machine: its agent, its journal, its clock. */
export class AgentHost {
  readonly service: Service;
  readonly key: string;
  private readonly clockFile: string;
  private readonly journalFile: string;

  constructor(
    readonly organization: string,
    readonly node: string,
    { stateDir, origin, unaskedEnds }: { stateDir: string; origin: string; unaskedEnds: UnaskedEnd[] },
  ) {
    this.key = nodeKey(organization, node);
    this.clockFile = path.join(stateDir, 'clocks', this.key);
    this.journalFile = path.join(stateDir, 'journals', this.key);
    for (const file of [this.clockFile, this.journalFile]) mkdirSync(path.dirname(file), { recursive: true });
    const config = writeNodeConfig(path.join(stateDir, 'nodes', organization), {
      name: node,
      keyFile: path.join(stateDir, 'keys', `${this.key}.pem`),
      chefServerUrl: `${origin}/organizations/${organization}`,
      fileDir: path.join(stateDir, 'files', this.key),
      whitelist: { '/^work (\\d+(?:\\.\\d+)?) (\\d+) (\\d+)$/': `sh ${WORK} ${this.journalFile} \\1 \\2 \\3` },
    });
    this.service = new Service(
      {
        name: this.key,
        entry: AGENT,
        args: ['--config', config],
        env: { NODE_OPTIONS: `--import ${CLOCK}`, CHAOS_CLOCK_FILE: this.clockFile },
        logDir: path.join(stateDir, 'logs'),
      },
      unaskedEnds,
    );
  }

  stepClock(offsetMs: number): void {
    writeFileSync(this.clockFile, String(offsetMs));
  }

  journal(): JournalLine[] {
    const { organization, node } = this;
    const text = readIfThere(this.journalFile);
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const [what, jobId = '', exitCode] = line.split(' ');
      return {
        ...{ organization, node, jobId, what: what === 'end' ? 'end' : 'start' },
        exitCode: exitCode === undefined ? undefined : Number(exitCode),
      };
    });
  }
}

export function agentHosts(tenants: readonly Tenant[], surroundings: ConstructorParameters<typeof AgentHost>[2]) {
  return tenants.flatMap(({ organization, nodes }) =>
    nodes.map((node) => new AgentHost(organization, node, surroundings)),
  );
}

/** A few at a time: each start takes most of a second of a processor. */
export async function startAgents(hosts: readonly AgentHost[], atOnce: number): Promise<void> {
  const waiting = [...hosts];
  const starter = async (): Promise<void> => {
    for (let host = waiting.shift(); host !== undefined; host = waiting.shift()) {
      const { service } = host;
      await service.start();
      await eventually(
        `${host.key} speaks`,
        async () => readIfThere(service.child.logFile).includes('configured'),
        60_000,
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, starter));
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
