import { Injectable } from '@nestjs/common';
import type { FoundNodes, NodeObject, NodeSearch__Output } from '@push-jobs/contracts';
import { AppError } from '@push-jobs/platform';
import { NodeObjects } from './node-objects.ts';
import { fieldsOf } from './search/fields.ts';
import { matches } from './search/matches.ts';
import { parseQuery } from './search/parse.ts';
import { selected, type Selection } from './search/selection.ts';
import { parseNode } from './search/stored-node.ts';

/** Holds each node object of an organization against a query. */
@Injectable()
export class NodeSearch {
  constructor(private readonly nodes: NodeObjects) {}

  /**
   * The rows asked for, as they are found, and at the end how many there are in all.
   * @throws AppError `invalid`, before anything else, for a query that makes no sense.
   */
  async *find({ organization, query, start, rows, selection }: NodeSearch__Output): AsyncGenerator<FoundNodes> {
    const parsed = parseQuery(query);
    if (!parsed.ok) throw new AppError('invalid', `invalid search query: '${query.slice(0, 200)}': ${parsed.error}`);
    const paths = Object.entries(selection).map(([name, { keys }]) => [name, keys] as const);
    let total = 0;
    for await (const page of this.nodes.pages(organization)) {
      const found = page
        .map(({ json }) => ({ json, node: parseNode(json) }))
        .filter(({ node }) => matches(parsed.query, fieldsOf(node)));
      const wanted = found.filter((_, i) => total + i >= start && total + i < start + rows);
      total += found.length;
      for (const { json, node } of wanted) yield { nodes: [row(organization, node, json, Object.fromEntries(paths))] };
    }
    yield { nodes: [], total };
  }
}

function row(organization: string, node: ReturnType<typeof parseNode>, json: string, selection: Selection): NodeObject {
  const isWhole = Object.keys(selection).length === 0;
  return { organization, name: node.name, json: isWhole ? json : JSON.stringify(selected(node, selection)) };
}
