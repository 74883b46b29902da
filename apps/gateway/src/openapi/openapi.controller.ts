import { Controller, Get } from '@nestjs/common';
import { ROUTES } from '../routes.ts';
import { ApiDescription } from './api-description.ts';

@Controller()
export class OpenApiController {
  constructor(private readonly description: ApiDescription) {}

  /** What this server understands, for people and for programs that make clients of it. */
  @Get(ROUTES.openapi.path)
  show(): object {
    return this.description.document;
  }
}
