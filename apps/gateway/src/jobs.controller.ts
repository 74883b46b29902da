import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import { jobJson, type JobJson } from '@push-jobs/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { jobUri } from './caller-address.ts';
import { Events } from './events.ts';
import { readJobSpec, readNodesToCancel } from './job-bodies.ts';
import { linkToNext, readListQuery } from './job-lists.ts';
import { JobStore } from './job-store.ts';
import { ROUTES } from './routes.ts';
import { SignedCaller } from './signed-caller.ts';

@Controller()
export class JobsController {
  constructor(
    private readonly jobs: JobStore,
    private readonly events: Events,
  ) {}

  @Post(ROUTES.jobs.path)
  @HttpCode(201)
  async create(
    @SignedCaller() caller: Caller,
    @Body() body: Buffer,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ uri: string }> {
    const spec = readJobSpec(body);
    const jobId = await this.jobs.create(caller.organization, caller.name, spec);
    this.events.jobCreated(jobId, caller, spec.nodes?.length ?? 0);
    const uri = jobUri(headers, caller.organization, jobId);
    reply.header('Location', uri);
    return { uri };
  }

  @Get(ROUTES.jobs.path)
  async list(
    @SignedCaller() caller: Caller,
    @Query() query: unknown,
    @Req() { raw }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobJson[]> {
    const { details, ...asked } = readListQuery(query);
    const { jobs, more } = await this.jobs.list(caller.organization, asked);
    const last = more ? jobs.at(-1) : undefined;
    if (last !== undefined) reply.header('Link', linkToNext(raw, last.jobId));
    return jobs.map((job) => jobJson(job, { nodes: false, file: false, details }));
  }

  @Get(ROUTES.job.path)
  async show(
    @SignedCaller() caller: Caller,
    @Param('job') id: string,
    @Query('include_file') file: unknown,
    @Query('details') details: unknown,
  ): Promise<JobJson> {
    const includeFile = file === 'true';
    const job = await this.jobs.get(caller.organization, id, { includeFile });
    return jobJson(job, { nodes: true, file: includeFile, details: details === 'true' });
  }

  @Post(ROUTES.cancellation.path)
  @HttpCode(202)
  async cancel(
    @SignedCaller() caller: Caller,
    @Param('job') id: string,
    @Body() body: Buffer,
  ): Promise<Record<string, never>> {
    const nodes = readNodesToCancel(body);
    await this.jobs.cancel(caller.organization, id, nodes);
    this.events.jobCancelled(id, caller, nodes);
    return {};
  }
}
