import type { OnApplicationShutdown } from '@nestjs/common';
import { connect } from '@push-jobs/contracts';
import type { Config } from './config.ts';

/** The services behind the gateway. Connections are made with the first call and remade by themselves. */
export class Backends implements OnApplicationShutdown {
  readonly jobs;
  readonly nodes;
  readonly outputs;

  constructor(config: Pick<Config, 'orchestratorAddress' | 'brokerAddress' | 'outputAddress'>) {
    this.jobs = connect('Jobs', config.orchestratorAddress);
    this.nodes = connect('Nodes', config.brokerAddress);
    this.outputs = connect('Outputs', config.outputAddress);
  }

  onApplicationShutdown(): void {
    for (const client of [this.jobs, this.nodes, this.outputs]) client.close();
  }
}
