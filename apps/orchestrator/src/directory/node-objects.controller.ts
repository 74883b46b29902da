import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type {
  FoundNodes,
  NameList,
  NodeObject,
  NodeObject__Output,
  NodeObjectName__Output,
  NodeSearch__Output,
  OrganizationQuery__Output,
} from '@push-jobs/contracts';
import { EMPTY, type Observable } from 'rxjs';
import { NodeObjects } from './node-objects.ts';
import { NodeSearch } from './node-search.ts';

type SearchCall = ServerWritableStream<NodeSearch__Output, FoundNodes>;

@Controller()
export class NodeObjectsController {
  constructor(
    private readonly nodes: NodeObjects,
    private readonly nodeSearch: NodeSearch,
  ) {}

  @GrpcMethod('NodeObjects', 'List')
  async list({ name }: OrganizationQuery__Output): Promise<NameList> {
    return { names: await this.nodes.list(name) };
  }

  @GrpcMethod('NodeObjects', 'Get')
  get({ organization, name }: NodeObjectName__Output): Promise<NodeObject> {
    return this.nodes.get(organization, name);
  }

  @GrpcMethod('NodeObjects', 'Create')
  create(node: NodeObject__Output): Promise<NodeObject> {
    return this.nodes.create(node);
  }

  @GrpcMethod('NodeObjects', 'Replace')
  replace(node: NodeObject__Output): Promise<NodeObject> {
    return this.nodes.replace(node);
  }

  @GrpcMethod('NodeObjects', 'Delete')
  delete({ organization, name }: NodeObjectName__Output): Promise<NodeObject> {
    return this.nodes.delete(organization, name);
  }

  /**
   * Writes to the call itself and then returns an empty observable: an observable cannot be slowed down by its reader, so
   * Nest would queue all that is found for a slow one.
   */
  @GrpcMethod('NodeObjects', 'Search')
  async search(request: NodeSearch__Output, _metadata: Metadata, call: SearchCall): Promise<Observable<never>> {
    for await (const found of this.nodeSearch.find(request)) {
      if (!(await taken(call, found))) break;
    }
    return EMPTY;
  }
}

/** Resolves when the connection has taken this (true), or when the reader has gone away (false). */
function taken(call: SearchCall, found: FoundNodes): Promise<boolean> {
  if (call.cancelled) return Promise.resolve(false);
  return new Promise((resolve) => {
    const gone = (): void => resolve(false);
    call.once('cancelled', gone);
    call.write(found, (error?: Error | null) => {
      call.off('cancelled', gone);
      resolve(!error);
    });
  });
}
