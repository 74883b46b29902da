import type { Credentials } from './credentials.ts';

/** What may help a person whom the server refused, by the wire contract's sections 1 and 2. */
export function hintFor(status: number, sentence: string, who: Credentials): string | undefined {
  const said = (words: RegExp): boolean => words.test(sentence);
  if (status === 401 && said(/clock/i)) return 'compare `date -u` here with the time of the server';
  if (status === 401) return `check client_name and client_key: ${who.source}`;
  if (status === 403 && said(/not associated/)) return `check the organization in chef_server_url: ${who.source}`;
  if (status === 403) return 'ask for membership in pushy_job_writers (to start and cancel) or pushy_job_readers';
  if (status === 404 && said(/organization/i)) return `check the organization in chef_server_url: ${who.source}`;
  if (status >= 500) return 'the server has trouble of its own; try again, and look at its logs';
  return undefined;
}

const NETWORK_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name cannot be looked up now',
  ETIMEDOUT: 'no answer',
  UND_ERR_CONNECT_TIMEOUT: 'no answer',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
};
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** Why nothing came back at all, from what fetch threw. */
export function networkTrouble(error: unknown, who: Credentials): { message: string; hint: string } {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const words = NETWORK_WORDS[code] ?? (cause instanceof Error ? cause.message : String(cause));
  const hint = CERTIFICATE.test(code)
    ? 'name the file of the authority that signed the certificate in NODE_EXTRA_CA_CERTS'
    : `check chef_server_url: ${who.source}`;
  return { message: `cannot reach ${who.serverUrl}: ${words}`, hint };
}
