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
    expect(readConfig(complete)).toMatchObject({ port: 10_003, brokerAddress: 'dns:///broker:50051' });
    expect(readConfig({ ...complete, GATEWAY_PORT: '8080' }).port).toBe(8080);
  });

  it('names every bad variable', () => {
    const bad = { ...complete, FEED_URL: 'ftp://feed', OUTPUT_ADDRESS: 'output' };
    expect(() => readConfig(bad)).toThrow(/OUTPUT_ADDRESS[^]*FEED_URL|FEED_URL[^]*OUTPUT_ADDRESS/);
  });
});
