import { describe, expect, it } from 'vitest';
import type { Manifest } from './support/manifest.ts';
import { render, renderAnew, type Rendering, VALUES_FILES } from './support/render.ts';

interface Secret extends Manifest {
  readonly kind: 'Secret';
  readonly stringData: Readonly<Record<string, string>>;
}

const HOOK = {
  'helm.sh/hook': 'pre-install',
  // Helm deletes an older hook of that name before it makes one, unless told otherwise.
  'helm.sh/hook-delete-policy': 'hook-failed',
  'helm.sh/resource-policy': 'keep',
};

const secrets = (rendering: Rendering): Secret[] => render(rendering).all<Secret>('Secret');

describe('an installation', () => {
  it('makes a sealing key of 32 bytes, before anything else and not as a part of the release', () => {
    const [sealing, ...others] = secrets({});
    expect(others).toEqual([]);
    expect(sealing?.metadata).toMatchObject({ name: 'push-jobs-sealing', annotations: HOOK });
    expect(Buffer.from(sealing?.stringData['key'] ?? '', 'base64')).toHaveLength(32);
  });

  it('makes another one each time', () => {
    const [one, other] = [1, 2].map(() => renderAnew({}).all<Secret>('Secret')[0]?.stringData['key']);
    expect(one).not.toBe(other);
  });

  it('makes passwords that the addresses hold, where it brings databases', () => {
    const made = secrets({ file: 'ci/evaluation-values.yaml' }).filter(
      ({ metadata }) => metadata.name !== 'push-jobs-sealing',
    );
    expect(made.map(({ metadata }) => metadata.name).sort()).toEqual(['push-jobs-postgres', 'push-jobs-redis']);
    for (const { metadata, stringData } of made) {
      expect(metadata.annotations).toMatchObject(HOOK);
      const url = new URL(stringData['url'] ?? '');
      expect([url.hostname, url.password]).toEqual([metadata.name, stringData['password']]);
    }
  });

  it('makes none where one is named', () => {
    expect(secrets({ values: { sealing: { existingSecret: 'mine' } } })).toEqual([]);
  });
});

describe('an upgrade', () => {
  it.each(VALUES_FILES)('touches no secret, whatever changes: to %s', (file) => {
    expect(secrets({ file, upgrade: true })).toEqual([]);
  });

  it('has every pod read the same secrets as before', () => {
    for (const file of VALUES_FILES) expect(read({ file, upgrade: true })).toEqual(read({ file }));
  });
});

describe('every secret that a pod reads', () => {
  it.each(VALUES_FILES)('is named in the values, or made by the installation: %s', (file) => {
    const made = secrets({ file }).map(({ metadata }) => metadata.name);
    const unknown = read({ file }).filter((name) => name.startsWith('push-jobs-') && !made.includes(name));
    const brought = ['push-jobs-postgres', 'push-jobs-redis', 'push-jobs-sealing', 'push-jobs-tracing'];
    expect(unknown.filter((name) => !brought.includes(name))).toEqual([]);
    if (made.length > 0) expect(read({ file })).toEqual(expect.arrayContaining(made));
  });
});

/** Names of the secrets that pods take variables from. */
function read(rendering: Rendering): string[] {
  const containers = render(rendering).pods.flatMap(({ spec }) => [...(spec.initContainers ?? []), ...spec.containers]);
  const variables = containers.flatMap(({ env = [] }) => env);
  return [...new Set(variables.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []))].sort();
}
