import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { HealthCheckResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { Allows } from '../auth/access.js';
import { HealthProber } from './health-prober.js';
import { HealthRegistry } from './health-registry.js';

/** How the service is, for people, load balancers and orchestrators. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly prober: HealthProber,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Get()
  @Allows('everyone')
  @ApiOperation({ summary: 'Every dependency and state, with details' })
  @ApiResponse({ status: 200, description: 'All is well.' })
  @ApiResponse({ status: 503, description: 'Something is down.' })
  async everything(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthCheckResult> {
    return answer(reply, await this.prober.probe(this.registry.all()));
  }

  @Get('live')
  @Allows('everyone')
  @ApiOperation({ summary: 'The process runs and its event loop turns' })
  @ApiResponse({ status: 200, description: 'It does.' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Allows('everyone')
  @ApiOperation({ summary: 'The service can do its work' })
  @ApiResponse({ status: 200, description: 'Send it work.' })
  @ApiResponse({ status: 503, description: 'Send it none: it starts, stops, or lacks what it needs.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { phase } = this.lifecycle;
    const result = answer(reply, await this.prober.probe(this.registry.neededToBeReady()));
    if (phase !== 'running') reply.code(503);
    return { ...result, phase };
  }
}

function answer(reply: FastifyReply, result: HealthCheckResult): HealthCheckResult {
  reply
    .code(result.status === 'ok' || result.status === 'degraded' ? 200 : 503)
    .header('cache-control', 'no-store');
  return result;
}
