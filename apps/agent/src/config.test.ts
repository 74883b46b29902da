import { describe, expect, it } from 'vitest';
import { lookUp } from './allow-list.ts';
import { parseConfig } from './config.ts';

const MINIMAL = `
chef_server_url = "https://chef.example.com/organizations/acme/"
node_name = "web-1"
client_key = "client.pem"
`;
const read = (text: string) => parseConfig(text, '/etc/push-jobs', 'agent.toml');

describe('the configuration', () => {
  it('needs no more than a server, a name and a key', () => {
    expect(read(MINIMAL)).toMatchObject({
      serverUrl: 'https://chef.example.com/organizations/acme',
      organization: 'acme',
      nodeName: 'web-1',
      clientKeyPath: '/etc/push-jobs/client.pem',
      fileDir: '/tmp/chef-push',
      allowUnencrypted: false,
      overwritableVariables: undefined,
      maxOutputBytes: 63_000,
    });
  });

  it('allows chef-client and nothing else where there is no allow-list', () => {
    const { allowList } = read(MINIMAL);
    expect(lookUp(allowList, 'chef-client')).toEqual({ commandLine: 'chef-client' });
    expect(lookUp(allowList, 'reboot')).toBeUndefined();
  });

  it('reads an allow-list of names, patterns and locks', () => {
    const { allowList } = read(`${MINIMAL}
[whitelist]
reboot = "/sbin/reboot"
'/^restart (\\w+)$/' = 'systemctl restart \\1'
converge = { command_line = "chef-client", lock = true }`);
    expect(lookUp(allowList, 'restart web')).toEqual({ commandLine: 'systemctl restart web' });
    expect(lookUp(allowList, 'converge')).toEqual({ commandLine: 'chef-client', lock: true });
  });

  it.each([
    [
      'a server without an organization',
      MINIMAL.replace('/organizations/acme/', ''),
      'chef_server_url: must be http(s) and end in /organizations/ORG',
    ],
    ['no name', MINIMAL.replace(/node_name.*/, ''), 'node_name: give the name this node has on the server'],
    ['no key', MINIMAL.replace(/client_key.*/, ''), 'client_key: give the path of the private key of this node'],
    ['a misspelled setting', `${MINIMAL}whitelst = 1`, 'whitelst: no such setting'],
    [
      'a number for a command line',
      `${MINIMAL}[whitelist]\nx = 1`,
      'whitelist.x: give a command line in quotes, or { command_line = "...", lock = true } with true or a path as lock',
    ],
    [
      'a broken pattern',
      `${MINIMAL}[whitelist]\n"/(/" = "x"`,
      'whitelist: Invalid regular expression: /(/g: Unterminated group',
    ],
    ['a small body', `${MINIMAL}max_body_size = 10`, 'max_body_size: must be at least 1000'],
  ])('names the field and the fix for %s', (_, text, complaint) => {
    expect(() => read(text)).toThrow(`agent.toml: ${complaint}`);
  });

  it('names every bad field at once', () =>
    expect(() => read('')).toThrow(/chef_server_url.*\n.*node_name.*\n.*client_key/));

  it('points at the place of a TOML error', () => expect(() => read('a = ')).toThrow(/^agent\.toml: .*\n/));
});
