import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const complete = {
  OPERATIONS_PORT: '9000',
  ORCHESTRATOR_ADDRESS: 'orchestrator:50051',
  BROKER_ADDRESS: 'dns:///broker:50051',
  OUTPUT_ADDRESS: 'output:50051',
  FEED_URL: 'http://feed:10004',
};

describe('the configuration', () => {
  it('listens where stock clients look, unless told otherwise', () => {
    expect(readConfig(complete)).toMatchObject({
      allowUnencryptedNodes: false,
      port: 10_003,
      brokerAddress: 'dns:///broker:50051',
    });
    expect(readConfig({ ...complete, GATEWAY_PORT: '8080' }).port).toBe(8080);
  });

  it('passes nothing on, and asks the built-in directory, unless told otherwise', () => {
    expect(readConfig(complete)).toMatchObject({ directory: { kind: 'builtin' }, chefProxy: undefined });
  });

  it('passes on to a Chef Infra Server that is configured', () => {
    const { chefProxy } = readConfig({
      ...complete,
      CHEF_SERVER_URL: 'https://chef.test',
      CHEF_PROXY_IDLE_SECONDS: '7',
    });
    expect(chefProxy).toMatchObject({ host: 'caller', connectMs: 5_000, idleMs: 7_000, maxBodyBytes: 262_144_000 });
    expect(chefProxy?.url.href).toBe('https://chef.test/');
  });

  it('names what the Chef Infra Server lacks', () => {
    expect(() => readConfig({ ...complete, DIRECTORY: 'chef' })).toThrow('CHEF_SUPERUSER_KEY_FILE');
  });

  it('names every bad variable', () => {
    const bad = { ...complete, FEED_URL: 'ftp://feed', OUTPUT_ADDRESS: 'output' };
    expect(() => readConfig(bad)).toThrow(/OUTPUT_ADDRESS[^]*FEED_URL|FEED_URL[^]*OUTPUT_ADDRESS/);
  });
});
