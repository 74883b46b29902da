import { ORGANIZATION } from '@push-jobs/local';
import { Completions } from '../completions.ts';
import { Installation } from '../installation.ts';
import { nodeNames } from '../nodes/node-fleet.ts';
import { EagerBroker } from './eager-broker.ts';

/** An installation whose nodes are at a broker that answers everything at once. */
export class InstalledLog implements AsyncDisposable {
  readonly path = `/organizations/${ORGANIZATION}/pushy/jobs`;

  private constructor(
    readonly installation: Installation,
    readonly broker: EagerBroker,
    readonly completions: Completions,
    readonly nodes: readonly string[],
  ) {}

  static async open(count: number): Promise<InstalledLog> {
    const installation = await Installation.start();
    const { redisUrl, orchestratorAddress } = installation;
    const broker = await EagerBroker.start({ redisUrl, orchestratorAddress });
    const nodes = nodeNames(count);
    await broker.hold(ORGANIZATION, nodes);
    return new InstalledLog(installation, broker, await Completions.follow(installation), nodes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.completions[Symbol.dispose]();
    await this.broker[Symbol.asyncDispose]();
    await this.installation[Symbol.asyncDispose]();
  }
}
