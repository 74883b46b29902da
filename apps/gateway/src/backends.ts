import type { OnApplicationShutdown } from '@nestjs/common';
import { connect } from '@push-jobs/contracts';
import type { Config } from './config.ts';

/** The services behind the gateway. Connections are made with the first call and remade by themselves. */
export class Backends implements OnApplicationShutdown {
  readonly jobs;
  readonly nodes;
  readonly outputs;
  readonly directory;
  readonly directoryAdmin;
  readonly nodeObjects;

  constructor(config: Pick<Config, 'orchestratorAddress' | 'brokerAddress' | 'outputAddress'>) {
    this.jobs = connect('Jobs', config.orchestratorAddress);
    this.nodes = connect('Nodes', config.brokerAddress);
    this.outputs = connect('Outputs', config.outputAddress);
    this.directory = connect('Directory', config.orchestratorAddress);
    this.directoryAdmin = connect('DirectoryAdmin', config.orchestratorAddress);
    this.nodeObjects = connect('NodeObjects', config.orchestratorAddress);
  }

  onApplicationShutdown(): void {
    const { jobs, nodes, outputs, directory, directoryAdmin, nodeObjects } = this;
    for (const client of [jobs, nodes, outputs, directory, directoryAdmin, nodeObjects]) client.close();
  }
}
