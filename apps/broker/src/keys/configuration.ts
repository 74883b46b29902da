import type { ConfigurationOutcome, ConfigureNode__Output, NodeConfiguration } from '@push-jobs/contracts';
import { AppError, refusalFor } from '@push-jobs/platform';
import { encryptSessionKey, isCurveKey, publicKeyFromPem, readFeatures } from '@push-jobs/protocol';
import { type KeyObject, randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Events } from '../events.ts';
import { newPlainId } from './channel.ts';
import type { CurveKeys } from './curve-keys.ts';
import { isStorable } from './node-name.ts';
import { type Registrations, SESSION_KEY_BYTES } from './registrations.ts';
import type { ServerSecrets } from './server-secrets.ts';
import type { SessionKeys } from './session-keys.ts';

/** Silent intervals after which a node takes the server for gone, and beats after which it is back. */
const OFFLINE_THRESHOLD = 3;
const ONLINE_THRESHOLD = 2;

/** Gives nodes what they need to connect (wire contract section 4). */
export class Configurations {
  constructor(
    private readonly config: Config,
    private readonly secrets: ServerSecrets,
    private readonly registrations: Registrations,
    private readonly curveKeys: CurveKeys,
    private readonly sessionKeys: SessionKeys,
    private readonly events: Events,
  ) {}

  /** A configuration, or what went wrong as a value: the others in the call get theirs. */
  async tryToConfigure(request: ConfigureNode__Output): Promise<ConfigurationOutcome> {
    try {
      return { configuration: await this.configure(request) };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) this.events.configurationFailed(request, thrown);
      return { refusal: refusalFor(thrown) };
    }
  }

  /**
   * A request without a curve key gets a configuration without encryption, where that is allowed at all.
   * @throws AppError `invalid` for a request that no node could connect with
   */
  private async configure(request: ConfigureNode__Output): Promise<NodeConfiguration> {
    const { organization, node, curvePublicKey } = request;
    if (!isStorable(organization) || !isStorable(node)) throw new AppError('invalid', 'Bad node name');
    const channel = this.channelFor(curvePublicKey);
    const principalKey = principalKeyOf(request);
    const sessionKey = request.lookOnly ? randomBytes(SESSION_KEY_BYTES) : await this.register(request);
    const encodedSessionKey = encryptSessionKey(sessionKey, principalKey);
    return { ...this.everyNodes(), ...channel, encodedSessionKey, features: readFeatures(request.features) };
  }

  private async register({ organization, node, curvePublicKey }: ConfigureNode__Output): Promise<Buffer> {
    const lifetimeSeconds = this.config.CONFIG_LIFETIME_SECONDS;
    const curveKey = curvePublicKey === '' ? newPlainId() : curvePublicKey;
    const sessionKey = await this.registrations.register({ organization, node, curveKey, lifetimeSeconds });
    if (curvePublicKey !== '') this.curveKeys.accept(curvePublicKey, Date.now());
    this.sessionKeys.forget({ organization, node });
    this.events.nodeConfigured({ organization, node }, curvePublicKey === '' ? 'plain' : 'encrypted');
    return sessionKey;
  }

  private channelFor(curvePublicKey: string): Pick<NodeConfiguration, 'commandAddress' | 'serverCurveKey'> {
    const { commandAddress, unencryptedCommandAddress } = this.config;
    if (curvePublicKey === '' && unencryptedCommandAddress !== undefined) {
      return { commandAddress: unencryptedCommandAddress, serverCurveKey: '' };
    }
    if (!isCurveKey(curvePublicKey)) throw new AppError('invalid', 'Bad ccpk');
    return { commandAddress, serverCurveKey: this.secrets.curve.publicKey };
  }

  private everyNodes(): NodeConfiguration {
    const { PUBLIC_HOST, heartbeatAddress } = this.config;
    return {
      serverPublicKey: this.secrets.publicKey,
      incarnationId: this.secrets.incarnationId,
      host: PUBLIC_HOST,
      heartbeatAddress,
      heartbeatIntervalMs: this.config.heartbeatIntervalMs,
      lifetimeSeconds: this.config.CONFIG_LIFETIME_SECONDS,
      maxMessageSkewSeconds: this.config.MAX_MESSAGE_SKEW_SECONDS,
      maxBodySize: this.config.MAX_BODY_SIZE,
      offlineThreshold: OFFLINE_THRESHOLD,
      onlineThreshold: ONLINE_THRESHOLD,
    };
  }
}

function principalKeyOf({ principalPublicKey }: ConfigureNode__Output): KeyObject {
  try {
    return publicKeyFromPem(principalPublicKey);
  } catch (cause) {
    throw new AppError('invalid', 'the public key of the principal cannot be read', { cause });
  }
}
