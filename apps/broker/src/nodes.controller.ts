import { Controller, UseFilters } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type {
  CommandBatch__Output,
  Configurations as ConfigurationList,
  ConfigureNodes__Output,
  DeliveryReport,
  GetNode__Output,
  ListNodes__Output,
  NodeList,
  NodePresence,
  ServerStatus,
} from '@push-jobs/contracts';
import { GrpcErrors } from '@push-jobs/platform';
import { Broker } from './broker.ts';

@Controller()
@UseFilters(GrpcErrors)
export class NodesController {
  constructor(private readonly broker: Broker) {}

  @GrpcMethod('Nodes', 'ConfigureAll')
  async configureAll({ nodes }: ConfigureNodes__Output): Promise<ConfigurationList> {
    return { outcomes: await Promise.all(nodes.map((node) => this.broker.configurations.tryToConfigure(node))) };
  }

  @GrpcMethod('Nodes', 'List')
  list(request: ListNodes__Output): Promise<NodeList> {
    return this.broker.whereabouts.list(request);
  }

  @GrpcMethod('Nodes', 'Get')
  get(request: GetNode__Output): Promise<NodePresence> {
    return this.broker.whereabouts.get(request);
  }

  @GrpcMethod('Nodes', 'Status')
  async status(): Promise<ServerStatus> {
    const heartbeatingNodes = await this.broker.whereabouts.count(Date.now());
    return { incarnationId: this.broker.secrets.incarnationId, heartbeatingNodes };
  }

  @GrpcMethod('Nodes', 'Deliver')
  async deliver({ commands }: CommandBatch__Output): Promise<DeliveryReport> {
    return { undelivered: await this.broker.delivery.deliver(commands) };
  }
}
