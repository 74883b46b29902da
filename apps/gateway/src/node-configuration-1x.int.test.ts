import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation } from './testing/installation.ts';
import { Fault } from './testing/services.ts';

const CCPK = 'o&YF)^<jxO}o5ot>@FGaM7tcZ=ccA+XP>YC=6ua{';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start({ allowUnencryptedNodes: true });
});
afterAll(() => installation[Symbol.asyncDispose]());

const configure = (query: string) =>
  installation.sendAs(installation.node, { path: `/organizations/acme/pushy/config/node1${query}` }, '1.0');

describe('where unencrypted nodes are allowed: 4', () => {
  it.each(['', '?ccpk=', '?version=1.0'])(
    'a request without ccpk gets a configuration without encryption: %j',
    async (query) => {
      const answer = await configure(query);
      expect(answer.status).toBe(200);
      expect(answer.json).not.toHaveProperty('curve_public_key');
      expect(answer.json).toMatchObject({
        push_jobs: { heartbeat: { command_addr: 'tcp://push.example.com:10001' } },
      });
      expect(installation.services.configured.at(-1)).toMatchObject({ node: 'node1', curvePublicKey: '' });
    },
  );

  it('one with a ccpk gets encryption as ever, and a bad one is refused', async () => {
    const answer = await configure(`?ccpk=${encodeURIComponent(CCPK)}&version=2.0`);
    expect(answer.json).toMatchObject({
      curve_public_key: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7',
      push_jobs: { heartbeat: { command_addr: 'tcp://push.example.com:10002' } },
    });
    expect((await configure('?ccpk=x')).status).toBe(401);
  });

  it('a broker without such a channel is no reason for a node to give up', async () => {
    installation.services.fault = new Fault(status.INVALID_ARGUMENT, 'Bad ccpk');
    const answer = await configure('');
    installation.services.fault = undefined;
    expect(answer.status).toBe(502);
  });
});
