import type { TestProject } from 'vitest/node';
import { findHelm } from './support/helm.ts';
import { downloadDefinitions, type Definitions } from './support/definitions.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the program. */
    helm: string;
    /** What Kubernetes and the operators say their objects look like; undefined where that could not be had. */
    definitions: Definitions | undefined;
  }
}

/** @throws Error that says what to install, where helm is missing and cannot be built */
export function setup(project: TestProject): void {
  project.provide('helm', findHelm());
  project.provide('definitions', downloadDefinitions());
}
