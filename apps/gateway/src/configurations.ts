import {
  errorOf,
  PATIENT,
  SHARED_CALLS,
  unary,
  type ConfigurationOutcome__Output,
  type ConfigureNode,
  type NodeConfiguration__Output,
  type NodesClient,
} from '@push-jobs/contracts';
import { Batches, UNHURRIED } from '@push-jobs/platform';

const CALL_NODES = 500;

/** Requests of nodes on their way to a broker: when all come at once, many share a call. */
export class Configurations {
  private readonly batches: Batches<ConfigureNode, ConfigurationOutcome__Output>;

  constructor(private readonly client: NodesClient) {
    const shape = { span: 'configure nodes', cut: () => CALL_NODES, ...SHARED_CALLS, ...UNHURRIED };
    this.batches = new Batches({ work: (nodes) => this.call(nodes), ...shape });
  }

  /** @throws ServiceError */
  async configure(node: ConfigureNode): Promise<NodeConfiguration__Output> {
    const { configuration, refusal } = await this.batches.add(node);
    if (!configuration) throw errorOf(refusal);
    return configuration;
  }

  private async call(nodes: readonly ConfigureNode[]): Promise<ConfigurationOutcome__Output[]> {
    const { outcomes } = await unary(this.client, this.client.ConfigureAll, { nodes: [...nodes] }, PATIENT);
    return nodes.map((_node, i) => outcomes[i] ?? {});
  }
}
