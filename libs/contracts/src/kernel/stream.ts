/** The services that take part. */
export type ServiceName = 'order' | 'inventory' | 'notification';

/** All events of one kind of aggregate. A contract belongs to exactly one stream. */
export interface Stream {
  readonly name: string;
  /** The one service that publishes it. */
  readonly publisher: ServiceName;
  /** What the subject of its events is. */
  readonly subject: string;
}

/** The CloudEvents `source` of everything that a service publishes. */
export const sourceOf = (service: ServiceName): string => `/${service}-service`;
