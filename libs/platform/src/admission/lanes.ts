import type { FastifyRequest } from 'fastify';
import type { ServiceConfig } from '../config/service-env.js';
import { Lane } from './lane.js';

/**
 * Requests of different kinds do not stand in each other's way: those that start new work, those that carry on what
 * was started, those that only read, and uploads, which take minutes and at most one connection at a time.
 */
export type LaneName = 'starts' | 'steps' | 'reads' | 'uploads';

export type Lanes = Readonly<Record<LaneName, Lane>>;

/** What bounds the lanes. */
export type AdmissionConfig = Pick<
  ServiceConfig,
  'DB_POOL_SIZE' | 'ADMISSION_PLACES' | 'ADMISSION_LINE' | 'ADMISSION_PATIENCE_MS' | 'EVENT_LOOP_DELAY_MAX_MS'
>;

// Those that come at once share a transaction, and so a connection. With fewer the places are what bounds a machine that has
// time left: each is taken for as long as a step takes.
const STARTS_PER_CONNECTION = 10;

/**
 * Lanes after the size of the connection pool, unless the places for what starts work are given. More places than the
 * connections can serve would get nothing done sooner, only each request later.
 */
export function lanesOf(config: AdmissionConfig): Lanes {
  const { ADMISSION_LINE: line, ADMISSION_PATIENCE_MS: patienceMs } = config;
  const lane = (places: number) => new Lane({ places: Math.ceil(places), line, patienceMs });
  const connections = config.DB_POOL_SIZE;
  return {
    starts: lane(config.ADMISSION_PLACES || connections * STARTS_PER_CONNECTION),
    steps: lane(connections / 2),
    reads: lane(connections / 2),
    uploads: lane(connections / 4),
  };
}

// What operators look at, and what needs no database; the health asks it one bounded question.
const ALWAYS_OPEN = /^\/(?:health|metrics|api\/docs)(?:[/-]|$)/;

/** Whether a route is answered however much there is to do. */
export const isAlwaysOpen = (path: string): boolean => ALWAYS_OPEN.test(path);

/** The lane of a request; undefined for what is always answered. */
export function laneOf({ method, is404, routeOptions }: FastifyRequest): LaneName | undefined {
  if (is404 || isAlwaysOpen(routeOptions.url ?? '')) return undefined;
  if (routeOptions.config.streams) return 'uploads';
  if (routeOptions.config.startsWork) return 'starts';
  return method === 'GET' || method === 'HEAD' ? 'reads' : 'steps';
}
