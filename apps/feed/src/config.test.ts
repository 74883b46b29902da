import { describe, expect, it } from 'vitest';
import { Config } from './config.ts';

const complete = {
  OPERATIONS_PORT: '9000',
  DATABASE_URL: 'postgres://db/push_jobs',
  REDIS_URL: 'redis://redis',
  ORCHESTRATOR_ADDRESS: 'orchestrator:50051',
};

describe('the configuration', () => {
  it('asks the built-in directory, unless told otherwise', () => {
    expect(Config.from(complete)).toMatchObject({ port: 10_004, directory: { kind: 'builtin' } });
  });

  it('lets watchers go at once when it stops, unless told otherwise', () => {
    expect(Config.from(complete).drainMs).toBe(0);
    expect(Config.from({ ...complete, DRAIN_SECONDS: '2.5' }).drainMs).toBe(2_500);
  });

  it('takes more connections than watchers, and refuses anything else', () => {
    expect(Config.from(complete)).toMatchObject({ maxWatchers: 10_000, maxConnections: 12_000 });
    expect(Config.from({ ...complete, MAX_WATCHERS: '50000' }).maxConnections).toBe(52_000);
    const few = { ...complete, MAX_WATCHERS: '300', MAX_CONNECTIONS: '300' };
    expect(() => Config.from(few)).toThrow(/MAX_WATCHERS[^]*MAX_CONNECTIONS/);
    expect(Config.from({ ...few, MAX_CONNECTIONS: '301' }).maxConnections).toBe(301);
  });

  it('names what a Chef Infra Server lacks', () => {
    const chef = { ...complete, DIRECTORY: 'chef', CHEF_SERVER_URL: 'https://chef.test' };
    expect(() => Config.from(chef)).toThrow('DIRECTORY=chef needs CHEF_SUPERUSER_KEY_FILE');
  });
});
