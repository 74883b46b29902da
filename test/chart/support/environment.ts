import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Container, PodSpec, Variable } from './manifest.ts';

/** What stands in the secrets that a chart's user brings, and in the fields of a pod. */
const SECRETS: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgresql://user:password@postgres:5432/push_jobs',
  REDIS_URL: 'rediss://:password@redis:6379',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20token',
  SEALING_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const FIELDS: Readonly<Record<string, string>> = { 'status.podIP': '10.1.2.3', 'metadata.name': 'push-jobs-broker-0' };
const FOLDER = '/etc/push-jobs/';

const standIns = mkdtempSync(path.join(tmpdir(), 'push-jobs-chart-'));
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const FILES: Readonly<Record<string, string>> = {
  'chef-superuser.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  'chef-ca.crt': rootCertificates[0] ?? '',
  'ca.crt': rootCertificates[0] ?? '',
};

/** The variables as the kubelet would hand them over, with files that exist here. @throws Error for a file nobody mounts */
export function environmentOf({ env = [] }: Container, { volumes = [] }: PodSpec): Record<string, string> {
  const mounted = volumes
    .flatMap(({ projected }) => projected?.sources ?? [])
    .flatMap(({ secret }) => secret?.items.map((item) => item.path) ?? []);
  const given: Record<string, string> = {};
  for (const variable of env) {
    const text = expand(valueOf(variable), given);
    given[variable.name] = text.startsWith(FOLDER) ? standIn(text.slice(FOLDER.length), mounted) : text;
  }
  return given;
}

/** The variables that are nobody's but the pod's own: others hold them as `$(NAME)`. */
export function fieldNames({ env = [] }: Container): string[] {
  return env.filter(({ valueFrom }) => valueFrom?.fieldRef !== undefined).map(({ name }) => name);
}

function valueOf({ name, value, valueFrom }: Variable): string {
  const text = value ?? SECRETS[name] ?? FIELDS[valueFrom?.fieldRef?.fieldPath ?? ''];
  if (text === undefined) throw new Error(`${name} has no value`);
  return text;
}

/** `$(NAME)` of a variable that comes earlier, as Kubernetes has it. */
const expand = (text: string, given: Readonly<Record<string, string>>): string =>
  text.replace(/\$\((\w+)\)/g, (reference, name: string) => given[name] ?? reference);

function standIn(name: string, mounted: readonly string[]): string {
  const content = FILES[name];
  if (content === undefined || !mounted.includes(name)) throw new Error(`${FOLDER}${name} is not mounted`);
  const file = path.join(standIns, name);
  writeFileSync(file, content);
  return file;
}
