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
import { Batches, currentTrace, inBatchSpan, UNHURRIED } from '@push-jobs/platform';

interface Asked {
  readonly node: ConfigureNode;
  readonly trace: ReturnType<typeof currentTrace>;
}

const CALL_NODES = 500;

/** Requests of nodes on their way to a broker: when all come at once, many share a call. */
export class Configurations {
  private readonly batches: Batches<Asked, ConfigurationOutcome__Output>;

  constructor(private readonly client: NodesClient) {
    const size = { cut: () => CALL_NODES };
    this.batches = new Batches({ work: (asked) => this.call(asked), ...size, ...SHARED_CALLS, ...UNHURRIED });
  }

  /** @throws ServiceError */
  async configure(node: ConfigureNode): Promise<NodeConfiguration__Output> {
    const { configuration, refusal } = await this.batches.add({ node, trace: currentTrace() });
    if (!configuration) throw errorOf(refusal);
    return configuration;
  }

  private async call(asked: readonly Asked[]): Promise<ConfigurationOutcome__Output[]> {
    const nodes = asked.map(({ node }) => node);
    const callers = asked.map(({ trace }) => trace);
    const { outcomes } = await inBatchSpan('configure nodes', callers, () =>
      unary(this.client, this.client.ConfigureAll, { nodes }, PATIENT),
    );
    return asked.map((_one, i) => outcomes[i] ?? {});
  }
}
