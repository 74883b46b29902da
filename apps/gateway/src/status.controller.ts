import { Controller, Get } from '@nestjs/common';
import { PATIENT, unary } from '@push-jobs/contracts';
import { Backends } from './backends.ts';
import { ROUTES } from './routes.ts';

@Controller()
export class StatusController {
  constructor(private readonly backends: Backends) {}

  /** How the whole server is, to anyone who asks (wire contract section 3). */
  @Get(ROUTES.status.path)
  async show() {
    const { nodes, jobs } = this.backends;
    const [server, unfinished] = await Promise.all([
      unary(nodes, nodes.Status, {}, PATIENT),
      unary(jobs, jobs.Unfinished, {}, PATIENT),
    ]);
    return {
      status: "it's alive",
      incarnation_id: server.incarnationId,
      node_fsm_count: server.heartbeatingNodes,
      job_processes: unfinished.jobIds,
    };
  }
}
