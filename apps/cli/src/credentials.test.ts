import { describe, expect, it } from 'vitest';
import { CliError } from './cli-error.ts';
import { parseProfile } from './credentials.ts';

const FILE = `
[default]
client_name = "moe"
client_key = "moe.pem"
chef_server_url = "https://chef.example.com/organizations/acme"

[old]
node_name = "larry"
client_key = """
-----BEGIN RSA PRIVATE KEY-----
"""
chef_server_url = "https://chef.example.com/organizations/acme/"

[bad]
chef_server_url = "https://chef.example.com"
`;

const complaint = (profile: string, text = FILE): string => {
  try {
    parseProfile(text, profile, 'credentials');
  } catch (error) {
    if (error instanceof CliError) return [error.message, error.hint].filter(Boolean).join(' | ');
  }
  return 'none';
};

describe('a profile', () => {
  it('is read by its name', () => expect(parseProfile(FILE, 'default', 'f')).toMatchObject({ client_name: 'moe' }));
  it('may use the older name of the client', () => {
    expect(parseProfile(FILE, 'old', 'f')).toMatchObject({ client_name: 'larry' });
  });
  it('that is not there is told with those that are', () => {
    expect(complaint('prod')).toBe('credentials has no profile [prod] | it has: default, old, bad');
  });
  it('with mistakes is told all of them', () => {
    expect(complaint('bad')).toBe(
      '[bad] in credentials: client_key is missing: give a path, or the PEM text of the private key; ' +
        'chef_server_url must end in /organizations/ORG',
    );
  });
  it('without a name is told so', () => {
    const text = FILE.replace('client_name = "moe"', '');
    expect(complaint('default', text)).toBe(
      '[default] in credentials: client_name is missing: give the name the server knows you by',
    );
  });
  it('in a broken file is told where it breaks', () => expect(complaint('x', 'x = [')).toMatch(/^credentials: /));
});
