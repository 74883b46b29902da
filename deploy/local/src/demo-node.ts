import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'smol-toml';

/** Prints what a job's command sees of its surroundings: the announcement's own example. */
const PRINT_EXECUTION_ENVIRONMENT = [
  'echo "node:      $CHEF_PUSH_NODE_NAME"',
  'echo "job:       $CHEF_PUSH_JOB_ID"',
  'echo "user:      $(id -un)"',
  'echo "directory: $(pwd)"',
  'env | sort | grep -E "^(CHEF_PUSH_|GREETING)" | sed "s/^/  /"',
  'if [ -n "$CHEF_PUSH_JOB_FILE" ]; then echo "file:      $(cat "$CHEF_PUSH_JOB_FILE")"; fi',
].join('; ');

/** What the demo's nodes are willing to run. Between slashes: a regular expression. */
export const WHITELIST: Record<string, string> = {
  uptime: 'uptime',
  print_execution_environment: PRINT_EXECUTION_ENVIRONMENT,
  fail: 'exit 1',
  '/^echo ([\\w .,:!-]+)$/': 'echo \\1',
  '/^sleep (\\d+(?:\\.\\d+)?)$/': 'sleep \\1',
};

export interface NodeSettings {
  name: string;
  keyFile: string;
  chefServerUrl: string;
  fileDir: string;
  whitelist: Record<string, string>;
}

/** Writes an agent's configuration file. @returns its path */
export function writeNodeConfig(dir: string, node: NodeSettings): string {
  mkdirSync(dir, { recursive: true });
  const file = path.join(dir, `${node.name}.toml`);
  const config = {
    chef_server_url: node.chefServerUrl,
    node_name: node.name,
    client_key: node.keyFile,
    file_dir: node.fileDir,
    whitelist: node.whitelist,
  };
  writeFileSync(file, stringify(config));
  return file;
}
