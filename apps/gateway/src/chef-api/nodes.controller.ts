import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { Access, type Caller } from '@push-jobs/access';
import { type NodeObject__Output, PATIENT, unary } from '@push-jobs/contracts';
import type { FastifyReply } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { CHEF_ROUTES } from '../routes.ts';
import { SignedCaller } from '../signed-caller.ts';
import { readBodyAs } from './bodies.ts';
import { ChefDirectory } from './chef-directory.ts';
import { chefError, inChefsForm } from './chef-errors.ts';
import { link, linksByName } from './links.ts';
import { NodeBody, nodeText } from './node-json.ts';

/** Node objects, with their run lists and attributes. Whether a node is online, the broker knows. */
@Controller()
export class NodesController {
  constructor(
    private readonly directory: ChefDirectory,
    private readonly access: Access,
  ) {}

  @Get(CHEF_ROUTES.nodes.path)
  async list(@SignedCaller() { organization }: Caller, @Headers() headers: IncomingHttpHeaders) {
    const { nodes } = this.directory;
    const { names } = await inChefsForm(unary(nodes, nodes.List, { name: organization }, PATIENT));
    return linksByName(headers, names, 'organizations', organization, 'nodes');
  }

  @Post(CHEF_ROUTES.nodes.path)
  @HttpCode(201)
  async create(@SignedCaller() caller: Caller, @Headers() headers: IncomingHttpHeaders, @Body() body: Buffer) {
    const node = await readBodyAs(NodeBody, body);
    const { name } = node;
    if (name === undefined) throw chefError('invalid', "Field 'name' missing");
    await this.access.authorize(caller, { kind: 'save_node', node: name });
    const { nodes } = this.directory;
    const { organization } = caller;
    const created = { organization, name, json: nodeText(name, node) };
    await inChefsForm(unary(nodes, nodes.Create, created, PATIENT));
    return { uri: link(headers, 'organizations', organization, 'nodes', name) };
  }

  @Get(CHEF_ROUTES.node.path)
  async show(@SignedCaller() { organization }: Caller, @Param('node') name: string, @Res() reply: FastifyReply) {
    const { nodes } = this.directory;
    await sendNode(reply, unary(nodes, nodes.Get, { organization, name }, PATIENT));
  }

  @Put(CHEF_ROUTES.node.path)
  async replace(
    @SignedCaller() { organization }: Caller,
    @Param('node') name: string,
    @Body() body: Buffer,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const node = await readBodyAs(NodeBody, body);
    if ((node.name ?? name) !== name) throw chefError('invalid', 'Node name mismatch.');
    const { nodes } = this.directory;
    await sendNode(reply, unary(nodes, nodes.Replace, { organization, name, json: nodeText(name, node) }, PATIENT));
  }

  @Delete(CHEF_ROUTES.node.path)
  async delete(@SignedCaller() { organization }: Caller, @Param('node') name: string, @Res() reply: FastifyReply) {
    const { nodes } = this.directory;
    await sendNode(reply, unary(nodes, nodes.Delete, { organization, name }, PATIENT));
  }
}

/** As it was kept, without another look. */
async function sendNode(reply: FastifyReply, answer: Promise<NodeObject__Output>): Promise<void> {
  const { json } = await inChefsForm(answer);
  await reply.type('application/json').send(json);
}
