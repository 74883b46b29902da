import { fastify } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { answerCalls } from '../worker-process.ts';

export interface BareHttpSettings {
  readonly port: number;
  readonly databaseUrl: string;
}

/** Stores what is posted as one row, and answers once it is durable. */
async function open({ port, databaseUrl }: BareHttpSettings): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  await pool.query('create table if not exists bare_post (id text primary key, body text not null)');
  const app = fastify();
  app.post('/*', async (request, reply) => {
    const id = randomUUID();
    await pool.query({
      name: 'insert',
      text: 'insert into bare_post values ($1, $2)',
      values: [id, JSON.stringify(request.body)],
    });
    return reply.status(201).send({ id });
  });
  await app.listen({ port, host: '127.0.0.1' });
}

const methods = { open };
export type BareHttpMethods = typeof methods;

answerCalls(methods);
