import { readdirSync, readFileSync } from 'node:fs';
import type { SigningVersion } from '../../support/request-signature.ts';

/** A call of a stock program to another server, and what that one answered. */
export interface Recording {
  readonly name: string;
  readonly user: 'admin' | 'node1';
  readonly sign_version: SigningVersion;
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string;
  };
  readonly response: {
    readonly status_line: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string;
  };
}

const folder = new URL('../../../libs/protocol/vectors/http/', import.meta.url);

/** All recordings of one signing version, in the order in which they were made. */
export const recordings = (version: SigningVersion): Recording[] =>
  readdirSync(folder)
    .filter((file) => file.startsWith(`sign${version}_`))
    .sort()
    .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Recording); // written by the recorder

export const statusOf = ({ response }: Recording): number => Number(response.status_line.split(' ')[1]);

export const headerOf = (headers: Recording['request']['headers'], name: string): string | undefined =>
  headers.find(([known]) => known.toLowerCase() === name)?.[1];
