import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../apps/agent/src/config.ts';
import { loadCredentials } from '../../apps/cli/src/credentials.ts';
import { Declaration } from '../../apps/orchestrator/src/directory/declaration.ts';
import { publicKeyFrom } from '../../apps/orchestrator/src/directory/keys.ts';
import type { Pod } from './support/manifest.ts';
import { CHART, render } from './support/render.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'push-jobs-canary-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('`helm test`', () => {
  const pod = render().one<Pod>('Pod', 'push-jobs-canary');

  it('prepares, declares and runs a node, and then starts a job on it', () => {
    const steps = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(({ image, args = [] }) => [
      path.basename(image).split(':')[0],
      args[0],
    ]);
    expect(steps).toEqual([
      ['orchestrator', '/canary/prepare.mjs'],
      ['orchestrator', 'dist/admin.js'],
      ['agent', 'dist/main.js'],
      ['cli', 'dist/main.js'],
    ]);
    expect(pod.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'test' });
  });

  it('keeps the node running beside the job, and ends it with it', () => {
    expect(
      pod.spec.initContainers?.map((container) => ('restartPolicy' in container ? container.restartPolicy : 'once')),
    ).toEqual(['once', 'once', 'Always']);
  });

  it('has no node of its own where a Chef Infra Server knows all of them, or nobody wants it', () => {
    expect(render({ file: 'ci/chef-values.yaml' }).all('Pod')).toEqual([]);
    expect(render({ values: { canary: { enabled: false } } }).all('Pod')).toEqual([]);
  });
});

describe('what it prepares', () => {
  const gateway = 'http://push-jobs-gateway:10003';
  execFileSync(process.execPath, [`${CHART}files/prepare-nodes.mjs`, folder, gateway, 'acme', 'canary']);

  it('is understood by the administration command, the agent and the command line', () => {
    const { users, organizations } = Declaration.parse(
      JSON.parse(readFileSync(path.join(folder, 'directory.json'), 'utf8')),
    );
    const agent = loadConfig(path.join(folder, 'canary.toml'));
    const person = loadCredentials(path.join(folder, 'credentials'), 'default');
    expect(users.map(({ name }) => name)).toEqual([person.clientName]);
    expect(organizations[0]?.users).toEqual([person.clientName]);
    expect(organizations[0]?.clients.map(({ name }) => name)).toEqual([agent.nodeName]);
    expect([agent.serverUrl, person.serverUrl]).toEqual(
      Array(2).fill(`${gateway}/organizations/${organizations[0]?.name}`),
    );
    for (const { public_key: pem = '' } of [...users, ...(organizations[0]?.clients ?? [])])
      expect(publicKeyFrom(pem, 'key')).toBeDefined();
  });
});
