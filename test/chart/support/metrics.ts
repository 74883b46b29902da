import { Operations } from '@push-jobs/platform';
import { Registry } from 'prom-client';
import { Events as Broker, type Levels } from '../../../apps/broker/src/events.ts';
import { Events as Feed } from '../../../apps/feed/src/events.ts';
import { Events as Gateway } from '../../../apps/gateway/src/events.ts';
import { Events as Orchestrator } from '../../../apps/orchestrator/src/events.ts';
import { Events as Output } from '../../../apps/output/src/events.ts';
import { ChefServerEvents } from '../../../libs/access/src/chef/events.ts';

/** A broker without nodes, whatever is asked of it. */
const NOBODY = new Proxy({}, { get: () => () => 0 }) as Levels; // all of them are functions that answer a number
/** What Prometheus adds to the metrics of a pod, and the service's own name. */
const EVERYWHERE = ['namespace', 'pod', 'service'];

/** Every series that a service shows, with its labels: by having the services' own code register them. */
export function registeredSeries(): ReadonlyMap<string, ReadonlySet<string>> {
  const operations = new Operations('chart');
  const registries = [operations.metrics];
  new Orchestrator(operations);
  for (const register of [Feed, Gateway, Output, ChefServerEvents])
    registries.push(registered((registry) => new register(registry)));
  registries.push(registered((registry) => new Broker(registry).measure(NOBODY)));
  return new Map(registries.flatMap((registry) => registry.getMetricsAsArray()).flatMap(seriesOf));
}

function registered(register: (registry: Registry) => void): Registry {
  const registry = new Registry();
  register(registry);
  return registry;
}

/** A histogram is three series. */
function seriesOf(metric: object): [string, ReadonlySet<string>][] {
  const { name, labelNames = [] } = metric as { name: string; labelNames?: string[] }; // of every kind of metric, though not typed
  const labels = new Set([...EVERYWHERE, ...labelNames]);
  if (!('buckets' in metric)) return [[name, labels]];
  return [`${name}_sum`, `${name}_count`]
    .map((series): [string, ReadonlySet<string>] => [series, labels])
    .concat([[`${name}_bucket`, new Set([...labels, 'le'])]]);
}
