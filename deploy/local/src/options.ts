import path from 'node:path';
import { parseArgs } from 'node:util';

/** Where one local copy lives and listens. */
export interface LocalOptions {
  stateDir: string;
  gatewayPort: number;
  feedPort: number;
  heartbeatPort: number;
  commandPort: number;
  /** Seconds between server heartbeats; short, because everything is on one machine. */
  heartbeatIntervalSeconds: number;
}

export const USAGE = `npm start [-- OPTIONS]      start everything, run one demo job, stay up
npm run demo [-- OPTIONS]   the same, then stop; exit status 0 only if the job succeeded on all nodes

  --gateway-port N     HTTP API            (10003, or GATEWAY_PORT)
  --feed-port N        event feeds         (10004, or FEED_PORT)
  --heartbeat-port N   heartbeats to nodes (10000, or HEARTBEAT_PORT)
  --command-port N     commands to nodes   (10002, or COMMAND_PORT)
  --state-dir DIR      keys, data and logs (.push-jobs, or PUSH_JOBS_STATE_DIR)
`;

/** @throws Error that names the option and what it takes. */
export function parseOptions(args: string[], env: NodeJS.ProcessEnv): LocalOptions {
  const { values } = parseArgs({
    args,
    options: {
      'gateway-port': { type: 'string', default: env['GATEWAY_PORT'] ?? '10003' },
      'feed-port': { type: 'string', default: env['FEED_PORT'] ?? '10004' },
      'heartbeat-port': { type: 'string', default: env['HEARTBEAT_PORT'] ?? '10000' },
      'command-port': { type: 'string', default: env['COMMAND_PORT'] ?? '10002' },
      'state-dir': { type: 'string', default: env['PUSH_JOBS_STATE_DIR'] ?? '.push-jobs' },
    },
  });
  return {
    stateDir: path.resolve(values['state-dir']),
    gatewayPort: port('--gateway-port', values['gateway-port']),
    feedPort: port('--feed-port', values['feed-port']),
    heartbeatPort: port('--heartbeat-port', values['heartbeat-port']),
    commandPort: port('--command-port', values['command-port']),
    heartbeatIntervalSeconds: 1,
  };
}

function port(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw new Error(`${option} takes a port from 1 to 65535, not "${text}"`);
}
