import { describe, expect, it } from 'vitest';
import { render, VALUES_FILES } from './support/render.ts';

describe.each(VALUES_FILES)('every pod with %s', (file) => {
  const { pods } = render({ file });

  it.each(pods.map((pod) => [pod.metadata.name, pod.spec] as const))(
    '%s passes Pod Security "restricted"',
    (_, spec) => {
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(spec.securityContext.runAsUser).toBeGreaterThan(0);
      expect([spec.hostNetwork, spec.hostPID, spec.hostIPC]).toEqual([undefined, undefined, undefined]);
      for (const { securityContext } of [...(spec.initContainers ?? []), ...spec.containers]) {
        expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
        expect([securityContext.privileged, securityContext.capabilities.add]).toEqual([undefined, undefined]);
      }
      for (const { emptyDir, configMap, secret, projected } of spec.volumes ?? []) {
        expect([emptyDir, configMap, secret, projected].filter((kind) => kind !== undefined)).toHaveLength(1);
      }
    },
  );

  it.each(pods.map((pod) => [pod.metadata.name, pod.spec] as const))(
    '%s writes nowhere but where it must',
    (_, spec) => {
      for (const { securityContext } of [...(spec.initContainers ?? []), ...spec.containers]) {
        expect(securityContext.readOnlyRootFilesystem).toBe(true);
      }
    },
  );

  it.each(pods.map((pod) => [pod.metadata.name, pod.spec] as const))(
    '%s has no token, and bounded memory',
    (_, spec) => {
      expect(spec.automountServiceAccountToken).toBe(false);
      for (const { resources } of [...(spec.initContainers ?? []), ...spec.containers]) {
        expect(Object.keys(resources.requests ?? {}).sort()).toEqual(['cpu', 'memory']);
        expect(resources.limits).toHaveProperty('memory');
      }
    },
  );
});

describe('service accounts', () => {
  const rendered = render();

  it('are one for each service, and none has a token or a role', () => {
    const accounts = rendered.all<Account>('ServiceAccount');
    const used = rendered.workloads.flatMap(({ kind, spec }) =>
      kind === 'Job' ? [] : [spec.template.spec.serviceAccountName],
    );
    expect(used.sort()).toEqual(accounts.map(({ metadata }) => metadata.name).sort());
    expect(new Set(used).size).toBe(5);
    expect(accounts.every(({ automountServiceAccountToken }) => automountServiceAccountToken === false)).toBe(true);
    expect(rendered.manifests.filter(({ kind }) => kind.includes('Role'))).toEqual([]);
  });
});

interface Account {
  readonly apiVersion: string;
  readonly kind: 'ServiceAccount';
  readonly metadata: { readonly name: string };
  readonly automountServiceAccountToken: boolean;
}
