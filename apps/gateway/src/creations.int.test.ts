import { afterAll, beforeAll, expect, it } from 'vitest';
import { Installation } from './testing/installation.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start();
});
afterAll(() => installation[Symbol.asyncDispose]());

const post = (command: string) =>
  installation.sendAs(installation.admin, {
    method: 'POST',
    path: '/organizations/acme/pushy/jobs',
    body: JSON.stringify({ command, nodes: ['n1'] }),
  });

it('many jobs share few calls, and each caller hears of their own', async () => {
  const { services } = installation;
  const commands = Array.from({ length: 60 }, (_, i) => `command-${i}`);
  const answers = await Promise.all(commands.map(post));

  const idOf = (command: string): string => {
    const place = services.created.findIndex(({ spec }) => spec?.command === command);
    return String(place + 1).padStart(32, '0');
  };
  expect(answers.map(({ status, headers }) => [status, headers.location?.slice(-32)])).toEqual(
    commands.map((command) => [201, idOf(command)]),
  );
  expect(services.creationCalls).toBeLessThan(commands.length);
});

it('a job that is refused takes none of the others with it', async () => {
  installation.services.refused = 'bad';
  const answers = await Promise.all(['good', 'bad', 'better', 'bad', 'best'].map(post));
  expect(answers.map(({ status }) => status)).toEqual([201, 400, 201, 400, 201]);
  expect(answers[1]?.json).toEqual({ error: 'refused' });
});
