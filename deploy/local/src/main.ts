import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Child } from './child.ts';
import { Cluster } from './cluster.ts';
import { runDemoJob } from './demo.ts';
import { NODES } from './identity.ts';
import { ProcessList } from './leftovers.ts';
import { type LocalOptions, parseOptions, USAGE } from './options.ts';
import { SERVICES } from './plan.ts';
import { isFree } from './ports.ts';

const say = (line = ''): void => void process.stdout.write(`${line}\n`);

async function main([command = 'start', ...args]: string[]): Promise<void> {
  if (args.includes('--help')) return say(USAGE);
  const options = parseOptions(args, process.env);
  const processes = new ProcessList(options.stateDir);
  await processes.endLeftovers();
  await checkPorts(options);
  const cluster = new Cluster(options, { ready: (name) => announce(name, cluster, processes) });
  const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
  try {
    say('starting');
    const started = await Promise.race([cluster.start().then(() => true), asked.then(() => false)]);
    if (started) await work(command, cluster, asked);
  } finally {
    say('\nstopping');
    await cluster.stop();
    processes.remove();
  }
}

async function work(command: string, cluster: Cluster, asked: Promise<unknown>): Promise<void> {
  const credentials = cluster.identities.writeCredentials(cluster.chefServerUrl);
  const succeeded = await runDemoJob(cluster.options.stateDir, credentials);
  if (command === 'demo') {
    say(succeeded ? '\nthe demo job succeeded on all nodes' : '\nthe demo job did not succeed');
    process.exitCode = succeeded ? 0 : 1;
    return;
  }
  for (const name of [...SERVICES, ...NODES]) keepRunning(cluster.child(name));
  say(invitation(cluster, credentials));
  await asked;
}

function announce(name: string, cluster: Cluster, processes: ProcessList): void {
  processes.save(cluster.pids);
  say(`  ${name.padEnd(13)} ready`);
}

/** Starts a process again that ended without being asked to. */
function keepRunning(child: Child): void {
  child.onExit(() => {
    if (child.stopping) return;
    say(`${child.name} ended; starting it again (see ${child.logFile})`);
    void delay(500)
      .then(() => child.start())
      .catch((error: unknown) => say(String(error)))
      .then(() => keepRunning(child));
  });
}

async function checkPorts(options: LocalOptions): Promise<void> {
  const wanted = {
    '--gateway-port': options.gatewayPort,
    '--feed-port': options.feedPort,
    '--heartbeat-port': options.heartbeatPort,
    '--command-port': options.commandPort,
  };
  for (const [option, port] of Object.entries(wanted)) {
    if (!(await isFree(port))) throw new Error(`port ${port} is in use; choose another with ${option}`);
  }
}

const invitation = (cluster: Cluster, credentials: string): string => `
Push Jobs is up.
  API          ${cluster.chefServerUrl}
  feeds        http://127.0.0.1:${cluster.options.feedPort}
  nodes        heartbeat tcp://127.0.0.1:${cluster.options.heartbeatPort}  command tcp://127.0.0.1:${cluster.options.commandPort}
  credentials  ${credentials}
  logs         ${cluster.options.stateDir}/logs

Try:  npx push-jobs --config ${credentials} job start 'echo hello' ${NODES.join(' ')} --capture
Ctrl-C stops everything.`;

// A Ctrl-C may end the reader of a pipe before us; everything must still be stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
