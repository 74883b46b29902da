import { Cluster, freePorts, WHITELIST } from '@push-jobs/local';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

/** One installation, which all conformance tests of a run share: each uses organizations and nodes of its own. */
export interface Installation {
  /** Origin of the gateway, and of the feed service as an ingress would reach it. */
  readonly origin: string;
  readonly feedOrigin: string;
  /** Holds `keys/`, `logs/` and `directory.json` of organization `demo`. */
  readonly stateDir: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** gRPC target of the orchestrators, for one more service beside those under test. */
  readonly orchestratorAddress: string;
  readonly heartbeatPort: number;
  readonly commandPort: number;
  /** Origin of `/metrics` and `/readyz`, by process name: `broker`, or `broker-1`. */
  readonly operations: Readonly<Record<string, string>>;
  readonly replicas: number;
}

declare module 'vitest' {
  export interface ProvidedContext {
    replicas: number;
    installation: Installation;
  }
}

/** Short enough that a test can wait for the end of a vote; longer than a busy machine holds up one that does not. */
export const VOTING_TIMEOUT_SECONDS = 8;
/** Three of them without a heartbeat, and a node is down: as with the vote, not for want of a processor. */
export const HEARTBEAT_INTERVAL_SECONDS = 1;

/** Starts the installation with as many replicas as the vitest project says. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { replicas = 1 } = project.config.provide;
  const stateDir = mkdtempSync(path.join(tmpdir(), 'push-jobs-conformance-'));
  const [gatewayPort = 0, feedPort = 0, heartbeatPort = 0, commandPort = 0] = await freePorts(4);
  const cluster = new Cluster({
    ...{ stateDir, gatewayPort, feedPort, heartbeatPort, commandPort, replicas, whitelist: WHITELIST },
    heartbeatIntervalSeconds: HEARTBEAT_INTERVAL_SECONDS,
    overrides: { orchestrator: { VOTING_TIMEOUT_SECONDS: String(VOTING_TIMEOUT_SECONDS) } },
  });
  const stop = async () => {
    await cluster.stop();
    if (process.env['KEEP_TEST_STATE'] === undefined) rmSync(stateDir, { recursive: true, force: true });
  };
  await cluster.start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  project.provide('installation', {
    origin: `http://127.0.0.1:${gatewayPort}`,
    feedOrigin: `http://127.0.0.1:${feedPort}`,
    ...{ stateDir, heartbeatPort, commandPort, replicas },
    databaseUrl: cluster.databaseUrl,
    redisUrl: cluster.redisUrl,
    orchestratorAddress: orchestratorsOf(cluster),
    operations: operationsOf(cluster),
  });
  return stop;
}

function operationsOf(cluster: Cluster): Record<string, string> {
  const services = [...cluster.children].filter(([, child]) => child.spec.operationsPort !== undefined);
  return Object.fromEntries(services.map(([name, { spec }]) => [name, `http://127.0.0.1:${spec.operationsPort}`]));
}

function orchestratorsOf(cluster: Cluster): string {
  const feed = [...cluster.children.values()].find(({ name }) => name.startsWith('feed'));
  const address = feed?.spec.env['ORCHESTRATOR_ADDRESS'];
  if (address === undefined) throw new Error('the feed service was not told where the orchestrators are');
  return address;
}
