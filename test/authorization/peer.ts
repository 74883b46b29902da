import { eventually } from '@push-jobs/local';
import { curveKeys, type FakeNode } from '@push-jobs/testing';
import { createHmac, randomBytes } from 'node:crypto';
import { Dealer } from 'zeromq';
import type { Principal } from '../conformance/support-http/principal.ts';
import { nodeWith } from '../conformance/support-http/scripted-node.ts';
import type { Tenant } from '../conformance/support-http/tenant.ts';
import { type Cast, FOREIGN, OTHER, type Who } from './cast.ts';
import type { Verdict } from './messages.ts';

/** A node with the keys that somebody gets for it; undefined where they get none. */
export async function configured(tenant: Tenant, who: Principal, node: string): Promise<FakeNode | undefined> {
  const curve = curveKeys();
  const { status, json } = await who.get(tenant.path(`config/${node}?ccpk=${encodeURIComponent(curve.publicKey)}`));
  if (status === 401 || status === 403) return undefined;
  if (status !== 200) throw new Error(`the configuration of ${node} was answered ${status}`);
  return nodeWith(json, { organization: tenant.organization, node, curve, key: who.key });
}

/** The node that a message is about, and the one that speaks after it: clients that only this cell knows. */
export const playersOf = (type: string, who: Who) => ({ target: `${type}-${who}`, witness: `${type}-${who}-witness` });

/**
 * Sends one message of `type` that claims to be from a node that was never heard, and finds out whether it counted: then
 * that node is online. Otherwise a good heartbeat of a witness, which comes after it on the same connection, is heard: it
 * would not be on a connection that belongs to another node.
 */
export async function verdictOn(cast: Cast, who: Who, type: string): Promise<Verdict> {
  const players = playersOf(type, who);
  const [target, witness] = await Promise.all([itself(cast, players.target), itself(cast, players.witness)]);
  const { node, sign } = (await means(cast, who, target)) ?? { node: undefined, sign: 'well' };
  using channel = new CommandChannel(witness, node?.options.curve ?? curveKeys());
  if (!(await channel.opened)) return 'locked out';
  if (node === undefined) throw new Error(`${who} got in with a key that nobody registered`);
  await channel.send(message(node, { type, target, sign }));
  await channel.send(witness.sign('heartbeat', { job_state: 'idle' }));
  let verdict: Verdict = 'refused';
  await eventually(`${who}'s ${type} has been judged`, async () => {
    const [heard, refused] = await Promise.all([target, witness].map((each) => isOnline(cast, each.options.node)));
    if (heard) verdict = 'heard';
    return heard || refused;
  });
  return verdict;
}

interface Means {
  /** Whose curve key opens the connection, and whose session key signs. */
  readonly node: FakeNode;
  readonly sign: 'not' | 'badly' | 'well';
}

/** The best that they can do: the target's own configuration where they get it, and otherwise one of their own. */
async function means(cast: Cast, who: Who, target: FakeNode): Promise<Means | undefined> {
  switch (who) {
    case 'unsigned':
      return { node: target, sign: 'not' };
    case 'forger':
      return { node: target, sign: 'badly' };
    case 'node':
      return { node: target, sign: 'well' };
    case 'other':
      return well(await configured(cast.tenant, cast.tenant.as(OTHER), OTHER));
    case 'foreigner':
      return well(await configured(cast.elsewhere, cast.elsewhere.as('foreigner'), target.options.node));
    case 'foreign': {
      const client = cast.elsewhere.as(FOREIGN);
      return well(await configured(cast.elsewhere, client, client.name));
    }
    default:
      return well(await configured(cast.tenant, cast.tenant.as(who), target.options.node));
  }
}

const well = (node: FakeNode | undefined): Means | undefined => node && { node, sign: 'well' };

/** A client that fetches its own configuration, as every node does. */
async function itself(cast: Cast, name: string): Promise<FakeNode> {
  const node = await configured(cast.tenant, cast.client(name), name);
  if (node === undefined) throw new Error(`${name} gets no configuration of its own`);
  return node;
}

interface Claim {
  readonly type: string;
  readonly target: FakeNode;
  readonly sign: Means['sign'];
}

/** Everything that a message of any type has, so that only its type and its signature are judged. */
function message({ options }: FakeNode, { type, target, sign }: Claim): Buffer[] {
  const { node, organization: org } = target.options;
  const body = Buffer.from(
    JSON.stringify({
      ...{ node, org, client: 'authz.example.com', protocol_version: '2.0', type },
      ...{ sequence: 1, timestamp: new Date().toUTCString(), incarnation_id: node, job_id: null, job_state: 'idle' },
      ...{ command: 'true', server: '127.0.0.1' },
    }),
  );
  const key = sign === 'badly' ? randomBytes(32) : options.sessionKey;
  const signature = createHmac('sha256', key).update(body).digest('base64');
  const header = sign === 'not' ? 'Version:2.0' : `Version:2.0;SigningMethod:hmac_sha256;Signature:${signature}`;
  return [Buffer.from(header), body];
}

/** An encrypted connection that says what it is given. What the server says is nothing to it. */
class CommandChannel implements Disposable {
  private readonly dealer: Dealer;
  /** Whether the handshake came to a good end; never settles where it came to none. */
  readonly opened: Promise<boolean>;

  constructor({ options }: FakeNode, { publicKey, secretKey }: FakeNode['options']['curve']) {
    const keys = { curvePublicKey: publicKey, curveSecretKey: secretKey };
    this.dealer = new Dealer({ linger: 0, curveServerKey: options.serverCurveKey ?? '', ...keys });
    const { events } = this.dealer;
    this.opened = new Promise((resolve) => {
      events.on('handshake', () => resolve(true));
      events.on('handshake:error:auth', () => resolve(false));
    });
    this.dealer.connect(options.commandAddress);
  }

  send(frames: readonly Buffer[]): Promise<void> {
    return this.dealer.send([...frames]);
  }

  [Symbol.dispose](): void {
    this.dealer.close();
  }
}

async function isOnline({ tenant }: Cast, node: string): Promise<boolean> {
  const { json } = await tenant.as('reader').get(tenant.path(`node_states/${node}`));
  return (json as { status: string }).status === 'online'; // the tests of section 3 check its shape
}
