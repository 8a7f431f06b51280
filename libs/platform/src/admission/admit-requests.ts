import type { FastifyInstance } from 'fastify';
import '../http/fastify-extensions.js';
import { Admission, type Surroundings } from './admission.js';
import { type AdmissionConfig, laneOf } from './lanes.js';

/**
 * Lets so many requests be worked on at once as there is room for, and answers the others with 503 `overloaded` before
 * anything is done for them. One that cannot be admitted is refused before its body is read; one that can takes
 * its place only once its body is there, so that slow writers hold none, and keeps it until its answer is made.
 */
export function admitRequests(server: FastifyInstance, config: AdmissionConfig, around: Surroundings): void {
  const admission = new Admission(config, around);

  server.decorateRequest('leaveLane', undefined);
  server.addHook('onRequest', (request, reply, done) => {
    const lane = laneOf(request);
    const refusal = lane && admission.refusalAtTheDoor(lane);
    if (refusal) admission.refuse(lane, request, reply, refusal);
    else done();
  });
  server.addHook('preValidation', (request, reply, done) => {
    const lane = laneOf(request);
    if (lane) admission.enter(lane, request, reply, done);
    else done();
  });
  server.addHook('onSend', (request, _reply, _payload, done) => {
    done();
    // Afterwards, since the next begins its work at once.
    request.leaveLane?.();
  });
  server.addHook('onClose', (_server, done) => {
    admission.stop();
    done();
  });
}
