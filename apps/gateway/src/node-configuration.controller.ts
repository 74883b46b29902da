import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import type { ConfigureNode, NodeConfiguration__Output } from '@push-jobs/contracts';
import { AppError, KINDS } from '@push-jobs/platform';
import { readFeatures } from '@push-jobs/protocol';
import { Backends } from './backends.ts';
import { Configurations } from './configurations.ts';
import { Events } from './events.ts';
import { CurveKeyRule } from './node-configuration-curve-key.ts';
import { nodeConfigurationJson } from './node-configuration.ts';
import { ROUTES } from './routes.ts';
import { SignedCaller } from './signed-caller.ts';

@Controller()
export class NodeConfigurationController {
  private readonly configurations: Configurations;

  constructor(
    backends: Backends,
    private readonly curveKeys: CurveKeyRule,
    private readonly events: Events,
  ) {
    this.configurations = new Configurations(backends.nodes);
  }

  /**
   * Registers the node's curve key and tells it where and how to connect (wire contract sections 3 and 4). A user, who
   * may read a node's configuration, must not become that node by it: for a user nothing is registered. `features` are
   * our agent's; whoever names none gets the configuration of the contract.
   */
  @Get(ROUTES.configuration.path)
  async configure(
    @SignedCaller() caller: Caller,
    @Param('node') node: string,
    @Query('ccpk') ccpk: unknown,
    @Query('features') asked: unknown,
  ) {
    const { organization } = caller;
    const curvePublicKey = this.curveKeys.read(ccpk);
    // `export` of a PEM is a text, though its type also covers DER. PKCS#1 costs a tenth of SPKI, here and there.
    const principalPublicKey = caller.key.export({ type: 'pkcs1', format: 'pem' }) as string;
    const lookOnly = caller.kind === 'user';
    const features = readFeatures(asked);
    const request = { organization, node, curvePublicKey, principalPublicKey, lookOnly, features };
    const configuration = await this.register(request);
    this.events.nodeConfigured(node, caller);
    return nodeConfigurationJson(organization, node, configuration);
  }

  private async register(request: ConfigureNode): Promise<NodeConfiguration__Output> {
    try {
      return await this.configurations.configure(request);
    } catch (thrown) {
      throw neverFinal(AppError.from(thrown));
    }
  }
}

/** A client takes 401, 403 and 404 for the end and exits; whatever a broker complains about is not the client's fault. */
function neverFinal(error: AppError): AppError {
  return KINDS[error.kind].http >= 500 ? error : new AppError('upstream', 'the broker refused', { cause: error });
}
