import { openEnded } from './allow-list.ts';
import type { AgentConfig } from './config.ts';
import { requestConfiguration } from './configuration-request.ts';
import { Connection, type Listener } from './connection.ts';
import { deferred } from './deferred.ts';
import { newIdentity } from './identity.ts';
import type { NodeConfiguration } from './node-configuration.ts';

/** A thing that was tried, in the words of a person. */
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'FAILED';
  readonly text: string;
}

/**
 * Tries what the agent needs, one thing after the other, and says nothing to the server that would count as being
 * online: no heartbeat is sent.
 */
export async function* check(config: AgentConfig): AsyncGenerator<Finding> {
  yield { what: 'configuration', state: 'ok', text: `node ${config.nodeName} of organization ${config.organization}` };
  const patterns = openEnded(config.allowList);
  const { exact, patterns: all } = config.allowList;
  yield { what: 'allow-list', state: 'ok', text: `${exact.size} commands, ${all.length} patterns` };
  if (patterns.length > 0) {
    yield { what: 'allow-list', state: 'note', text: `not anchored with ^ and $: ${patterns.join(', ')}` };
  }
  const identity = newIdentity();
  let configuration: NodeConfiguration;
  try {
    configuration = await requestConfiguration(config, identity.curve.publicKey);
  } catch (error) {
    yield { what: 'server', state: 'FAILED', text: error instanceof Error ? error.message : String(error) };
    return;
  }
  yield { what: 'server', state: 'ok', text: `${config.serverUrl} knows this node` };
  const sender = { node: config.nodeName, organization: config.organization, identity };
  yield* listen(configuration, (listener) => new Connection(configuration, sender, listener));
}

async function* listen(
  configuration: NodeConfiguration,
  connect: (listener: Listener) => Connection,
): AsyncGenerator<Finding> {
  const { heartbeatAddress, commandAddress, curvePublicKey, intervalMs } = configuration;
  const heard = deferred<string | undefined>();
  const opened = deferred<string | undefined>();
  const connection = connect({
    serverBeat: () => heard.resolve(undefined),
    connected: () => opened.resolve(undefined),
    keyRefused: () => opened.resolve('the server refuses our key'),
    dropped: (channel, why) => channel === 'heartbeat' && heard.resolve(`a message that is not good: ${why}`),
    command: () => undefined,
    disconnected: () => undefined,
  });
  const patience = setTimeout(
    () => {
      opened.resolve('no connection');
      heard.resolve('no heartbeat');
    },
    Math.max(5_000, 3 * intervalMs),
  );
  connection.open();
  const lock = curvePublicKey === undefined ? 'not encrypted' : 'encrypted';
  yield finding('command channel', await opened.promise, commandAddress, lock);
  yield finding('heartbeats', await heard.promise, heartbeatAddress, 'heard');
  clearTimeout(patience);
  connection.close();
}

const finding = (what: string, problem: string | undefined, address: string, good: string): Finding => ({
  what,
  state: problem === undefined ? 'ok' : 'FAILED',
  text: `${address}: ${problem ?? good}`,
});
