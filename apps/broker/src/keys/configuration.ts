import type { ConfigureNode__Output, NodeConfiguration } from '@push-jobs/contracts';
import { AppError } from '@push-jobs/platform';
import { encryptSessionKey, isCurveKey, publicKeyFromPem } from '@push-jobs/protocol';
import type { KeyObject } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Events } from '../events.ts';
import type { CurveKeys } from './curve-keys.ts';
import { isStorable } from './node-name.ts';
import type { Registrations } from './registrations.ts';
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

  /** @throws AppError `invalid` for a request that no node could connect with */
  async configure(request: ConfigureNode__Output): Promise<NodeConfiguration> {
    const { organization, node, curvePublicKey } = request;
    if (!isStorable(organization) || !isStorable(node)) throw new AppError('invalid', 'Bad node name');
    // A node without a curve key would be a node without encryption: the command channel takes none (promise 6).
    if (!isCurveKey(curvePublicKey)) throw new AppError('invalid', 'Bad ccpk');
    const principalKey = principalKeyOf(request);
    const sessionKey = await this.registrations.register({ organization, node, curveKey: curvePublicKey });
    this.curveKeys.accept(curvePublicKey, Date.now());
    this.sessionKeys.forget({ organization, node });
    this.events.nodeConfigured({ organization, node });
    return { ...this.everyNodes(), encodedSessionKey: encryptSessionKey(sessionKey, principalKey) };
  }

  private everyNodes(): NodeConfiguration {
    const { PUBLIC_HOST, heartbeatAddress, commandAddress } = this.config;
    return {
      serverPublicKey: this.secrets.publicKey,
      serverCurveKey: this.secrets.curve.publicKey,
      incarnationId: this.secrets.incarnationId,
      host: PUBLIC_HOST,
      heartbeatAddress,
      commandAddress,
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
