import type { ClientReadableStream } from '@grpc/grpc-js';
import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import { type OutputBytes__Output, PATIENCE_MS, traceMetadata } from '@push-jobs/contracts';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { Backends } from './backends.ts';
import { JobStore } from './job-store.ts';
import { ROUTES } from './routes.ts';
import { SignedCaller } from './signed-caller.ts';

/** As long as a slow caller may take to read one channel. */
const READ_TIMEOUT_MS = 600_000;

/** What nodes wrote while they ran a job (wire contract section 3). */
@Controller()
export class OutputsController {
  constructor(
    private readonly jobs: JobStore,
    private readonly backends: Backends,
  ) {}

  @Get(ROUTES.stdout.path)
  stdout(
    @SignedCaller() caller: Caller,
    @Param('job') job: string,
    @Param('node') node: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(caller, job, node, 'stdout', reply);
  }

  @Get(ROUTES.stderr.path)
  stderr(
    @SignedCaller() caller: Caller,
    @Param('job') job: string,
    @Param('node') node: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(caller, job, node, 'stderr', reply);
  }

  /** The output store knows no organizations: that the job belongs to the caller's is found out first. */
  private async send(
    { organization }: Caller,
    jobId: string,
    node: string,
    channel: string,
    reply: FastifyReply,
  ): Promise<void> {
    await this.jobs.get(organization, jobId, { includeFile: false });
    const metadata = traceMetadata();
    metadata.setOptions({ waitForReady: true });
    const deadline = Date.now() + READ_TIMEOUT_MS;
    const bytes = await opened(this.backends.outputs.Read({ jobId, node, channel }, metadata, { deadline }));
    await reply.type('application/octet-stream').send(bytes);
  }
}

/** Waits until the store either has begun to send or refused, while a refusal can still become a status. */
async function opened(call: ClientReadableStream<OutputBytes__Output>): Promise<Readable> {
  const messages: AsyncIterator<OutputBytes__Output> = call[Symbol.asyncIterator]();
  const outOfPatience = setTimeout(() => call.cancel(), PATIENCE_MS);
  const first = await messages.next().finally(() => clearTimeout(outOfPatience));
  return Readable.from(bytesOf(call, messages, first), { objectMode: false });
}

async function* bytesOf(
  call: ClientReadableStream<OutputBytes__Output>,
  messages: AsyncIterator<OutputBytes__Output>,
  first: IteratorResult<OutputBytes__Output>,
): AsyncGenerator<Buffer> {
  try {
    for (let next = first; next.done !== true; next = await messages.next()) yield next.value.data;
  } finally {
    call.cancel(); // for a caller who hung up; a finished call does not mind
  }
}
