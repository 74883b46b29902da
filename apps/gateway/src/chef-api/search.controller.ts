import type { ClientReadableStream } from '@grpc/grpc-js';
import { Body, Controller, Get, Headers, HttpCode, Post, Query, Res } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import { type FoundNodes__Output, type NodeSearch, traceMetadata } from '@push-jobs/contracts';
import type { FastifyReply } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { CHEF_ROUTES } from '../routes.ts';
import { SignedCaller } from '../signed-caller.ts';
import { readBodyAs } from './bodies.ts';
import { ChefDirectory } from './chef-directory.ts';
import { chefError, inChefsForm } from './chef-errors.ts';
import { link } from './links.ts';

/** As long as a slow caller may take to read all that was found. */
const READ_TIMEOUT_MS = 300_000;
const DEFAULT_ROWS = 1_000;

const count = (ifMissing: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .default(ifMissing);
const SearchQuery = z.object({ q: z.string().default('*:*'), start: count(0), rows: count(DEFAULT_ROWS) });

const SELECTION = 'expected names with the path of an attribute each, such as {"ip": ["network", "address"]}';
const Selection = z
  .record(z.string(), z.array(z.string(), { error: SELECTION }).min(1, { error: SELECTION }), { error: SELECTION })
  .refine((paths) => Object.keys(paths).length > 0, { error: SELECTION });

/** Node objects by what they say: `knife search node`, and `knife job start --search`. */
@Controller()
export class SearchController {
  constructor(private readonly directory: ChefDirectory) {}

  @Get(CHEF_ROUTES.nodeSearch.path)
  search(@SignedCaller() { organization }: Caller, @Query() query: unknown, @Res() reply: FastifyReply) {
    return this.send(reply, { organization, ...searchOf(query) }, ({ json }) => json);
  }

  /** Partial search: of each node only what the body asks for. */
  @Post(CHEF_ROUTES.nodeSearch.path)
  @HttpCode(200)
  async select(
    @SignedCaller() { organization }: Caller,
    @Headers() headers: IncomingHttpHeaders,
    @Query() query: unknown,
    @Body() body: Buffer,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paths = await readBodyAs(Selection, body);
    const selection = Object.fromEntries(Object.entries(paths).map(([name, keys]) => [name, { keys }]));
    const url = (name: string): string => JSON.stringify(link(headers, 'organizations', organization, 'nodes', name));
    const request = { organization, ...searchOf(query), selection };
    await this.send(reply, request, ({ name, json }) => `{"url":${url(name)},"data":${json}}`);
  }

  private async send(reply: FastifyReply, request: NodeSearch, rowText: RowText): Promise<void> {
    const call = this.directory.nodes.Search(request, traceMetadata(), { deadline: Date.now() + READ_TIMEOUT_MS });
    const text = await inChefsForm(opened(call, request.start ?? 0, rowText));
    await reply.type('application/json').send(text);
  }
}

type RowText = (node: FoundNodes__Output['nodes'][number]) => string;

function searchOf(query: unknown): { query: string; start: number; rows: number } {
  const parsed = SearchQuery.safeParse(query);
  if (parsed.success) return { query: parsed.data.q, start: parsed.data.start, rows: parsed.data.rows };
  const wrong = [...new Set(parsed.error.issues.map(({ path }) => `'${path.join('.')}'`))].join(', ');
  throw chefError('invalid', `${wrong} invalid: expected one q, and whole numbers for start and rows`);
}

/** Waits until there is something to send, or a refusal, while that can still become a status. */
async function opened(
  call: ClientReadableStream<FoundNodes__Output>,
  start: number,
  rowText: RowText,
): Promise<Readable> {
  const messages: AsyncIterator<FoundNodes__Output> = call[Symbol.asyncIterator]();
  const first = await messages.next();
  return Readable.from(textOf(call, messages, first, start, rowText), { objectMode: false });
}

/** Rows as they come; how many there are in all is known at the end. */
async function* textOf(
  call: ClientReadableStream<FoundNodes__Output>,
  messages: AsyncIterator<FoundNodes__Output>,
  first: IteratorResult<FoundNodes__Output>,
  start: number,
  rowText: RowText,
): AsyncGenerator<string> {
  let separator = '{"rows":[';
  let total: number | undefined;
  try {
    for (let next = first; next.done !== true; next = await messages.next()) {
      for (const node of next.value.nodes) {
        yield separator + rowText(node);
        separator = ',';
      }
      total = next.value.total ?? total;
    }
  } finally {
    call.cancel(); // for a caller who hung up; a finished call does not mind
  }
  if (total === undefined) throw new Error('a search ended without saying how many it found');
  yield `${separator === ',' ? '' : separator}],"start":${start},"total":${total}}`;
}
