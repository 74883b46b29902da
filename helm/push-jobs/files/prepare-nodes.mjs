// Makes what an organization with nodes needs to try it out: keys, a declaration for the administration command, a
// configuration for each node, and credentials for a person:
//
//   node prepare-nodes.mjs FOLDER GATEWAY_URL ORGANIZATION NODE...
//
// New keys each time; declaring them again replaces the old ones.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const [folder, gateway, organization, ...nodes] = process.argv.slice(2);
const PERSON = `${organization}-person`;
const WHITELIST = { hello: 'echo "hello from $CHEF_PUSH_NODE_NAME"', wait: 'sleep 10' };
const serverUrl = `${gateway}/organizations/${organization}`;

const declaration = {
  users: [{ name: PERSON, public_key: newKey(PERSON) }],
  organizations: [
    {
      name: organization,
      users: [PERSON],
      clients: nodes.map((name) => ({ name, public_key: newKey(name) })),
      groups: { admins: { users: [PERSON] } },
    },
  ],
};
write('directory.json', JSON.stringify(declaration));
for (const name of nodes) {
  const agent = {
    chef_server_url: serverUrl,
    node_name: name,
    client_key: `${name}.pem`,
    file_dir: at(`${name}-files`),
  };
  write(`${name}.toml`, `${toml(agent)}[whitelist]\n${toml(WHITELIST)}`);
}
const credentials = { client_name: PERSON, client_key: `${PERSON}.pem`, chef_server_url: serverUrl };
write('credentials', `[default]\n${toml(credentials)}`);

/** @returns the public key in PEM */
function newKey(name) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  write(`${name}.pem`, privateKey.export({ type: 'pkcs1', format: 'pem' }));
  return publicKey.export({ type: 'spki', format: 'pem' });
}

function at(file) {
  return path.join(folder, file);
}

function write(file, text) {
  writeFileSync(at(file), text, { mode: 0o600 });
}

/** JSON strings are TOML strings. */
function toml(settings) {
  return Object.entries(settings)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
    .join('');
}
