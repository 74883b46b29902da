import { status } from '@grpc/grpc-js';
import { connect, type NodeOutput, type OutputsClient, unary } from '@push-jobs/contracts';
import { freePorts } from '@push-jobs/local';
import { type TestDatabase, testDatabase } from '@push-jobs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_CHUNK_BYTES } from './chunks.ts';
import { Config } from './config.ts';
import { serve } from './serve.ts';

const MIB = 1024 * 1024;
const NOTHING = Buffer.alloc(0);
const BINARY = Buffer.from([0, 255, 254, 0, 195, 40, 10, 0]); // NUL, and bytes that are no UTF-8

let db: TestDatabase;
let service: Awaited<ReturnType<typeof serve>>;
let client: OutputsClient;
let operationsUrl: string;

async function start(): Promise<void> {
  const [grpcPort, operationsPort] = await freePorts(2);
  service = await serve(
    Config.from({
      DATABASE_URL: db.url,
      GRPC_PORT: String(grpcPort),
      OPERATIONS_PORT: String(operationsPort),
      LOG_LEVEL: 'error',
      MAX_READERS: '3',
    }),
  );
  client = connect('Outputs', `127.0.0.1:${grpcPort}`);
  operationsUrl = `http://127.0.0.1:${operationsPort}`;
}

async function stop(): Promise<void> {
  client.close();
  await service.app.close();
  await service.operations.close();
}

beforeAll(async () => {
  db = await testDatabase();
  await start();
});
afterAll(async () => {
  await stop();
  await db[Symbol.asyncDispose]();
});

const put = (...outputs: NodeOutput[]) => unary(client, client.put, { outputs });

async function read(jobId: string, node: string, channel: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const { data } of client.read({ jobId, node, channel })) pieces.push(data as Buffer);
  return Buffer.concat(pieces);
}

/** Bytes that differ at every place a chunk could be cut wrongly. */
const pattern = (length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) % 251));

describe('the output store', () => {
  it('gives back any bytes on both channels', async () => {
    await put({ jobId: 'bytes', node: 'n', stdout: BINARY, stderr: pattern(300) });

    expect(await read('bytes', 'n', 'stdout')).toEqual(BINARY);
    expect(await read('bytes', 'n', 'stderr')).toEqual(pattern(300));
  });

  it('tells captured and empty from not captured', async () => {
    await put({ jobId: 'empty', node: 'quiet', stdout: NOTHING, stderr: NOTHING });

    expect(await read('empty', 'quiet', 'stdout')).toHaveLength(0);
    expect(await read('empty', 'quiet', 'stderr')).toHaveLength(0);
    await expect(read('empty', 'other', 'stdout')).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(read('other', 'quiet', 'stdout')).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(read('empty', 'quiet\0', 'stdout')).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(read('empty', 'quiet', 'stdin')).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  it('keeps a large output in chunks of at most 1 MiB and reads it in order', async () => {
    const large = pattern(3 * MIB + 17);
    await put({ jobId: 'large', node: 'n', stdout: large, stderr: NOTHING });

    const rows = await db.database.outputChunk.findMany({
      where: { jobId: 'large', channel: 'stdout' },
      orderBy: { offset: 'asc' },
    });
    expect(rows.map((row) => [Number(row.offset), row.data.length])).toEqual([
      [0, MAX_CHUNK_BYTES],
      [MIB, MAX_CHUNK_BYTES],
      [2 * MIB, MAX_CHUNK_BYTES],
      [3 * MIB, 17],
    ]);
    expect((await read('large', 'n', 'stdout')).equals(large)).toBe(true);
  });

  it('changes nothing when a call is repeated, or comes with something else', async () => {
    await put({ jobId: 'again', node: 'n', stdout: Buffer.from('first'), stderr: NOTHING });
    await put({ jobId: 'again', node: 'n', stdout: Buffer.from('first'), stderr: NOTHING });
    await put({ jobId: 'again', node: 'n', stdout: pattern(2 * MIB), stderr: Buffer.from('late') });

    expect(String(await read('again', 'n', 'stdout'))).toBe('first');
    expect(await read('again', 'n', 'stderr')).toHaveLength(0);
  });

  it('takes one of two different outputs as a whole when both come at once', async () => {
    const variants = [pattern(MIB + 5), pattern(2 * MIB + 5).reverse()];
    await Promise.all(variants.map((bytes) => put({ jobId: 'race', node: 'n', stdout: bytes, stderr: bytes })));

    const stdout = await read('race', 'n', 'stdout');
    expect(variants.some((bytes) => bytes.equals(stdout))).toBe(true);
    expect((await read('race', 'n', 'stderr')).equals(stdout)).toBe(true);
  });

  it('stores the outputs of thousands of nodes in one call', async () => {
    const outputs = Array.from({ length: 5_000 }, (_, i) => ({
      jobId: 'many',
      node: `n${i}`,
      stdout: Buffer.from(`out ${i}`),
      stderr: NOTHING,
    }));
    await put(...outputs);

    expect(await db.database.outputChunk.count({ where: { jobId: 'many' } })).toBe(10_000);
    expect(String(await read('many', 'n4999', 'stdout'))).toBe('out 4999');
  });

  it('stores nothing of a call that fails', async () => {
    const outputs = ['good', 'bad\0name'].map((node) => ({ jobId: 'half', node, stdout: BINARY, stderr: NOTHING }));

    await expect(put(...outputs)).rejects.toMatchObject({ code: status.INTERNAL });
    await expect(read('half', 'good', 'stdout')).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  it('reads no further ahead than a slow reader takes', async () => {
    await db.database.$executeRaw`
      insert into output_chunk (job_id, node, channel, "offset", data)
      select 'slow', 'n', 'stdout', i * 65536, decode(repeat('ab', 65536), 'hex') from generate_series(0, 255) i`;

    const slow = client.read({ jobId: 'slow', node: 'n', channel: 'stdout' });
    slow.on('error', () => undefined); // it will be cancelled
    await new Promise((resolve) => slow.once('data', resolve));
    slow.pause();
    // Meanwhile somebody else gets all of it, which is time enough to run ahead.
    expect(await read('slow', 'n', 'stdout')).toHaveLength(16 * MIB);
    slow.cancel();

    const abandoned = /output_read_bytes_total{\S*result="abandoned"\S* (\d+)/;
    await expect.poll(async () => abandoned.test(await metrics())).toBe(true);
    expect(Number(abandoned.exec(await metrics())?.[1])).toBeLessThan(4 * MIB);
  });

  it('has so many readers at a time, and a place again as soon as one is done', async () => {
    await db.database.$executeRaw`
      insert into output_chunk (job_id, node, channel, "offset", data)
      select 'crowd', 'n', 'stdout', i * 65536, decode(repeat('ab', 65536), 'hex') from generate_series(0, 63) i`;
    const readers = Array.from({ length: 3 }, () => client.read({ jobId: 'crowd', node: 'n', channel: 'stdout' }));
    for (const reader of readers) {
      reader.on('error', () => undefined); // it will be cancelled
      await new Promise((resolve) => reader.once('data', resolve));
      reader.pause();
    }

    await expect(read('crowd', 'n', 'stdout')).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect(await metrics()).toMatch(/output_reads_total{\S*result="refused"\S* 1$/m);

    readers[0]?.cancel();
    await expect.poll(() => read('crowd', 'n', 'stdout').catch(() => Buffer.alloc(0))).toHaveLength(4 * MIB);
    for (const reader of readers) reader.cancel();
  });

  it('has what it acknowledged after a restart, and says whether it is ready', async () => {
    await put({ jobId: 'kept', node: 'n', stdout: BINARY, stderr: NOTHING });
    await stop();
    await expect(fetch(`${operationsUrl}/readyz`)).rejects.toThrow();
    await start();

    expect(await read('kept', 'n', 'stdout')).toEqual(BINARY);
    expect((await fetch(`${operationsUrl}/readyz`)).status).toBe(200);
  });
});

const metrics = async (): Promise<string> => (await fetch(`${operationsUrl}/metrics`)).text();
