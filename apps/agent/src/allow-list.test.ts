import { describe, expect, it } from 'vitest';
import { lookUp, openEnded, readAllowList } from './allow-list.ts';

const list = readAllowList({
  'chef-client': 'chef-client --once',
  deploy: { command_line: '/opt/deploy', lock: '/run/deploy.lock' },
  converge: { command_line: 'chef-client', lock: true },
  unlocked: { command_line: 'true', lock: false },
  '/^restart (\\w+)$/': 'systemctl restart \\1',
  '/^scale (?<what>\\w+) (\\d+)$/': { command_line: 'scale --what=\\k<what> --to=\\2', lock: '/run/scale.lock' },
  '/echo/': 'printf',
  '/\\Aruby (\\w)\\z/': 'r:\\1:\\0:\\\\',
  '/restart/': 'never reached',
});

describe('an allow-list', () => {
  it.each([
    ['an exact name', 'chef-client', { commandLine: 'chef-client --once' }],
    ['a lock by path', 'deploy', { commandLine: '/opt/deploy', lock: '/run/deploy.lock' }],
    ["chef-client's own lock", 'converge', { commandLine: 'chef-client', lock: true }],
    ['a lock that is switched off', 'unlocked', { commandLine: 'true' }],
    ['a numbered group', 'restart nginx', { commandLine: 'systemctl restart nginx' }],
    ['a named group and its lock', 'scale web 3', { commandLine: 'scale --what=web --to=3', lock: '/run/scale.lock' }],
    ['Ruby anchors, the whole match and a backslash', 'ruby x', { commandLine: 'r:x:ruby x:\\' }],
    [
      'every match of an open pattern, with the text around it',
      'echo a; echo b',
      { commandLine: 'printf a; printf b' },
    ],
  ])('knows %s', (_, command, rule) => expect(lookUp(list, command)).toEqual(rule));

  it.each(['', 'chef-client ', 'rm -rf /', 'start nginx', 'ruby x\nruby y'])('does not know %j', (command) =>
    expect(lookUp(list, command)).toBeUndefined(),
  );

  it('takes ^ and $ for the ends of the command, so that no second line slips in', () => {
    const anchored = readAllowList({ '/^ls$/': 'ls' });
    expect(lookUp(anchored, 'ls\nreboot')).toBeUndefined();
  });

  it('puts exact names before patterns, whatever their order', () => {
    const both = readAllowList({ '/.*/': 'pattern', name: 'exact' });
    expect(lookUp(both, 'name')).toEqual({ commandLine: 'exact' });
  });

  it('gives the same answer twice, though its patterns search from where they stood', () => {
    expect([lookUp(list, 'echo'), lookUp(list, 'echo')]).toEqual([
      { commandLine: 'printf' },
      { commandLine: 'printf' },
    ]);
  });

  it('names the patterns that admit more than they say', () => {
    expect(openEnded(list)).toEqual(['echo', 'restart']);
    expect(openEnded(readAllowList({ '/^a|b$/': 'x', '/^a\\$/': 'x', '/^(a|b[|])$/': 'x' }))).toEqual([
      '^a|b$',
      '^a\\$',
    ]);
  });

  it('refuses a broken pattern', () => expect(() => readAllowList({ '/(/': 'x' })).toThrow(SyntaxError));
});
