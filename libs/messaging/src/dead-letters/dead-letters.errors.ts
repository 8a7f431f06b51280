import { DomainError } from '@app/platform';

/** No dead letter of this service is like that. 404 `dead-letter-not-found`. */
export class DeadLetterNotFound extends DomainError {
  constructor() {
    super({
      code: 'dead-letter-not-found',
      kind: 'not-found',
      detail: 'There is no such dead letter. It may have been replayed or discarded meanwhile.',
    });
  }
}

/** This service does not consume a queue of that name. 404 `queue-not-found`. */
export class QueueNotFound extends DomainError {
  constructor(queues: readonly string[]) {
    super({
      code: 'queue-not-found',
      kind: 'not-found',
      detail: 'This service does not consume such a queue.',
      extensions: { queues },
    });
  }
}

/** This service does not subscribe to a stream of that name. 404 `stream-not-found`. */
export class StreamNotFound extends DomainError {
  constructor(streams: readonly string[]) {
    super({
      code: 'stream-not-found',
      kind: 'not-found',
      detail: 'This service does not subscribe to such a stream.',
      extensions: { streams },
    });
  }
}

/** Nobody has done anything under that id. 404 `operator-action-not-found`. */
export class OperatorActionNotFound extends DomainError {
  constructor() {
    super({
      code: 'operator-action-not-found',
      kind: 'not-found',
      detail: 'There is no such action on record.',
    });
  }
}

/** Somebody else looks at these dead letters or moves them right now. 409 `dead-letters-busy`. */
export class DeadLettersBusy extends DomainError {
  constructor() {
    super({
      code: 'dead-letters-busy',
      kind: 'conflict',
      detail: 'Somebody else looks at these dead letters or moves them. Ask again in a moment.',
      retryAfterSeconds: 2,
    });
  }
}

/** No event of the stream waits for one that is missing. 409 `no-gap`. */
export class NoGap extends DomainError {
  constructor() {
    super({
      code: 'no-gap',
      kind: 'conflict',
      detail: 'Nothing waits here for an event that is missing, so there is nothing to skip.',
    });
  }
}

/** The missing event may still arrive by itself or be replayed. 409 `gap-may-close`. */
export class GapMayClose extends DomainError {
  constructor(from: number, to: number, reasons: readonly string[]) {
    super({
      code: 'gap-may-close',
      kind: 'conflict',
      detail: 'The missing event may still come. Name the reasons in evenIf to skip it all the same.',
      extensions: { from, to, reasons },
    });
  }
}

/** The broker cannot be asked for now. 503 `broker-unavailable`. */
export class BrokerUnavailable extends DomainError {
  constructor(cause: unknown) {
    super({
      code: 'broker-unavailable',
      kind: 'unavailable',
      detail: 'The message broker cannot be reached for now.',
      cause,
    });
  }
}
