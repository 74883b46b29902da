import { describe, expect, it } from 'vitest';
import { isOurs, methodNotAllowed, otherMethods, permissionFor, ROUTES } from './routes.ts';

describe('the route table', () => {
  it('says who may send a method to a path', () => {
    expect(permissionFor(ROUTES.jobs.path, 'POST')).toBe('write');
    expect(permissionFor(ROUTES.jobs.path, 'GET')).toBe('read');
    expect(permissionFor(ROUTES.status.path, 'GET')).toBe('anyone');
  });

  it.each([
    [ROUTES.jobs.path, 'DELETE'],
    [ROUTES.job.path, 'HEAD'],
    [ROUTES.job.path, 'constructor'],
    ['/elsewhere', 'GET'],
  ])('lets nobody do what it does not name: %s %s', (path, method) => {
    expect(permissionFor(path, method)).toBeUndefined();
  });

  it('asks a writer for whatever changes something', () => {
    const posts = Object.values(ROUTES).flatMap(({ methods }) => ('POST' in methods ? [methods.POST] : []));
    expect(new Set(posts)).toEqual(new Set(['write']));
  });

  it('keeps what is signed within an organization', () => {
    for (const { path, methods } of Object.values(ROUTES)) {
      const isOpen = Object.values(methods).every((permission) => permission === 'anyone');
      expect([path, path.startsWith('/organizations/:organization/')]).toEqual([path, !isOpen]);
    }
  });

  it.each(['/pushy', '//pushy/x', '/organizations/acme/pushy', '/organizations//acme/%70ushy/x?y=z', '/pushy/%zz'])(
    'keeps %s from a Chef Infra Server, known or not',
    (target) => expect(isOurs(target)).toBe(true),
  );

  it.each(['/', '/users', '/organizations', '/organizations/pushy', '/organizations/acme/nodes/pushy', '/x?/pushy'])(
    'leaves %s to a Chef Infra Server',
    (target) => expect(isOurs(target)).toBe(false),
  );

  it('knows the methods that a path refuses, and what to say', () => {
    expect(otherMethods(ROUTES.jobs.path)).toEqual(expect.arrayContaining(['DELETE', 'HEAD', 'OPTIONS', 'PUT']));
    expect(otherMethods(ROUTES.jobs.path)).not.toContain('POST');
    expect(methodNotAllowed(ROUTES.jobs.path, 'PUT')).toMatchObject({
      kind: 'method_not_allowed',
      message: 'PUT is not allowed here, but GET, POST',
      headers: { Allow: 'GET, POST' },
    });
  });
});
