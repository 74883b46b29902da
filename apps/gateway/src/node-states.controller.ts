import { Controller, Get, Param } from '@nestjs/common';
import type { Caller } from '@push-jobs/access';
import { PATIENT, unary, type NodePresence__Output } from '@push-jobs/contracts';
import { Backends } from './backends.ts';
import { ROUTES } from './routes.ts';
import { SignedCaller } from './signed-caller.ts';

type Availability = 'available' | 'unavailable';

/** Nodes in one message of a broker's: there is no end to their number, but to that of its bytes. */
const PAGE_SIZE = 10_000;

/** Which nodes are there (wire contract section 3). */
@Controller()
export class NodeStatesController {
  constructor(private readonly backends: Backends) {}

  @Get(ROUTES.nodeStates.path)
  async list(@SignedCaller() { organization }: Caller): Promise<{ node_name: string; availability: Availability }[]> {
    const states = new Map<string, Availability>();
    let page = '';
    do {
      const request = { organization, pageSize: PAGE_SIZE, page };
      const { nodes, nextPage } = await unary(this.backends.nodes, this.backends.nodes.List, request, PATIENT);
      for (const presence of nodes) states.set(presence.node, availability(presence));
      page = nextPage;
    } while (page !== '');
    return Array.from(states, ([node_name, availability]) => ({ node_name, availability }));
  }

  @Get(ROUTES.nodeState.path)
  async show(
    @SignedCaller() { organization }: Caller,
    @Param('node') node: string,
  ): Promise<{ node_name: string; status: 'online' | 'offline'; availability: Availability }> {
    const presence = await unary(this.backends.nodes, this.backends.nodes.Get, { organization, node }, PATIENT);
    return {
      node_name: node,
      status: presence.online ? 'online' : 'offline',
      availability: availability(presence),
    };
  }
}

const availability = ({ available }: NodePresence__Output): Availability => (available ? 'available' : 'unavailable');
