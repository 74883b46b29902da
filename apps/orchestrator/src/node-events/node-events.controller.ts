import type { ServerDuplexStream } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices';
import type {
  AttachNodes__Output,
  BatchAck,
  EventBatch__Output,
  JobIds,
  JobsInQuestion__Output,
  NodeDuties,
} from '@push-jobs/contracts';
import { Performer } from '../effects/performer.ts';
import { UnreachedNodes } from '../effects/unreached.ts';
import { Duties } from './duties.ts';
import { ReportStreams } from './report-streams.ts';

/** What brokers call. */
@Controller()
export class NodeEventsController {
  constructor(
    private readonly streams: ReportStreams,
    private readonly duties: Duties,
    private readonly unreached: UnreachedNodes,
    private readonly performer: Performer,
  ) {}

  @GrpcStreamCall('NodeEvents', 'Report')
  report(stream: ServerDuplexStream<EventBatch__Output, BatchAck>): void {
    this.streams.serve(stream);
  }

  /** Nodes arrived at a broker: it learns their duties, and they get the commands that could not reach them before. */
  @GrpcMethod('NodeEvents', 'Attach')
  async attach({ nodes }: AttachNodes__Output): Promise<NodeDuties> {
    const duties = await this.duties.of(nodes);
    await this.performer.resend(this.unreached.take(nodes));
    return { duties };
  }

  @GrpcMethod('NodeEvents', 'OpenJobs')
  async openJobs({ jobIds, organization }: JobsInQuestion__Output): Promise<JobIds> {
    return { jobIds: await this.duties.open(jobIds, organization) };
  }
}
