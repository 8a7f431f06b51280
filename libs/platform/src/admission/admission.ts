import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logging/logger.js';
import type { MetricsRegistry } from '../metrics/metrics-registry.js';
import '../http/fastify-extensions.js';
import { sendProblem } from '../problems/send-problem.js';
import type { Brakes } from './brakes.js';
import { EventLoopWatch } from './event-loop-watch.js';
import type { ShedReason } from './lane.js';
import { type AdmissionConfig, type LaneName, type Lanes, lanesOf } from './lanes.js';
import { overloaded } from './overloaded.js';
import { Shedding } from './shedding.js';

const RETRY_SOON_SECONDS = 1;

/** Why a request is refused, and when it is worth trying again. */
interface Refusal {
  readonly reason: ShedReason;
  readonly retryAfterSeconds: number;
}

/** What is asked before a request is admitted, and told of what became of it. */
export interface Surroundings {
  readonly brakes: Brakes;
  readonly registry: MetricsRegistry;
  readonly logger: Logger;
}

/** Decides which requests are worked on; the others are answered with 503 `overloaded`. */
export class Admission {
  private readonly lanes: Lanes;
  private readonly loop: EventLoopWatch;
  private readonly shedding: Shedding;
  private readonly brakes: Brakes;

  constructor(config: AdmissionConfig, { brakes, registry, logger }: Surroundings) {
    this.lanes = lanesOf(config);
    this.loop = new EventLoopWatch(config.EVENT_LOOP_DELAY_MAX_MS);
    this.shedding = new Shedding(this.lanes, registry, logger);
    this.brakes = brakes;
  }

  /** Why a request that has just come cannot be admitted; undefined when it may be. */
  refusalAtTheDoor(name: LaneName): Refusal | undefined {
    const brake = name === 'starts' ? this.brakes.pulled() : undefined;
    if (brake) return { reason: `brake-${brake.name}`, retryAfterSeconds: brake.retryAfterSeconds };
    if (this.loop.isLate()) return soon('event-loop');
    return this.lanes[name].isFull() ? soon('line-full') : undefined;
  }

  /** Goes on with the request once it has a place, which its `leaveLane` gives back; or refuses it. */
  enter(name: LaneName, request: FastifyRequest, reply: FastifyReply, goOn: () => void): void {
    const lane = this.lanes[name];
    lane.enter({
      admit: () => {
        request.leaveLane = once(() => lane.leave());
        this.shedding.admitted(name);
        goOn();
      },
      refuse: (reason) => this.refuse(name, request, reply, soon(reason)),
      isGone: () => request.socket.destroyed,
    });
  }

  refuse(name: LaneName, request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
    this.shedding.refused(name, refusal.reason);
    // Not thrown: a line in the log for each would be load too.
    sendProblem(request, reply, overloaded(refusal.retryAfterSeconds));
  }

  stop(): void {
    this.loop.stop();
  }
}

const soon = (reason: ShedReason): Refusal => ({ reason, retryAfterSeconds: RETRY_SOON_SECONDS });

function once(what: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    what();
  };
}
