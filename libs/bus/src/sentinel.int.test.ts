import { eventually, freePorts, redisProgram } from '@push-jobs/local';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, it } from 'vitest';
import { openRedis } from './redis.ts';

let dir: string;
let servers: ChildProcess[];
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-sentinel-'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await end(server);
  rmSync(dir, { recursive: true, force: true });
});

function start(...args: string[]): ChildProcess {
  const server = spawn(redisProgram(), args, { cwd: dir, stdio: 'ignore' });
  servers.push(server);
  return server;
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
}

it('goes over to the server that Sentinel promotes', async () => {
  const [first = 0, second = 0, watching = 0] = await freePorts(3);
  const one = start('--port', String(first), '--bind', '127.0.0.1', '--save', '');
  start('--port', String(second), '--bind', '127.0.0.1', '--save', '', '--replicaof', '127.0.0.1', String(first));
  const settings = [
    `port ${watching}`,
    'bind 127.0.0.1',
    `sentinel monitor main 127.0.0.1 ${first} 1`,
    'sentinel down-after-milliseconds main 500',
    'sentinel failover-timeout main 2000',
  ];
  writeFileSync(path.join(dir, 'sentinel.conf'), settings.join('\n'));
  start(path.join(dir, 'sentinel.conf'), '--sentinel');
  const sentinel = openRedis(`redis://127.0.0.1:${watching}`);
  await eventually('Sentinel knows the replica', async () => {
    const replicas = await sentinel.call('SENTINEL', 'REPLICAS', 'main').catch(() => undefined);
    return JSON.stringify(replicas ?? '').includes(String(second)) && JSON.stringify(replicas).includes('"ok"');
  });
  sentinel.disconnect();

  const redis = openRedis(`redis+sentinel://127.0.0.1:${watching}/main`);
  await eventually('the first server takes a value', () => redis.set('told', 'first').catch(() => undefined));
  await end(one);
  await eventually('the second one does', () => redis.set('told', 'second').catch(() => undefined));
  const there = openRedis(`redis://127.0.0.1:${second}`);
  await eventually('it is there', async () => (await there.get('told').catch(() => undefined)) === 'second');
  there.disconnect();
  redis.disconnect();
}, 60_000);
