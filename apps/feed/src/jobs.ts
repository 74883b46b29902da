import type { OnApplicationShutdown } from '@nestjs/common';
import { connect, jobJson, type JobJson, type JobsClient, PATIENT, unary } from '@push-jobs/contracts';

/** Jobs as the orchestrator knows them. */
export class Jobs implements OnApplicationShutdown {
  private readonly client: JobsClient;

  /** `address`: `host:port` or a gRPC target. */
  constructor(address: string) {
    this.client = connect('Jobs', address);
  }

  /** The job as `GET /pushy/jobs/JOB` shows it. @throws grpc-js `ServiceError` */
  async show(organization: string, jobId: string): Promise<JobJson> {
    const request = { organization, jobId, includeFile: false };
    return jobJson(await unary(this.client, this.client.Get, request, PATIENT), { nodes: true, file: false });
  }

  onApplicationShutdown(): void {
    this.client.close();
  }
}
