/** The services that take part. */
export type ServiceName = 'order' | 'inventory' | 'notification';

/** Who publishes a stream: one service, or any system, ours or not. */
export type Publisher = ServiceName | 'anyone';

/** All events of one kind of aggregate. A contract belongs to exactly one stream. */
export interface Stream {
  readonly name: string;
  /** The one service that publishes it, or `anyone`. */
  readonly publisher: Publisher;
  /** What the subject of its events is. */
  readonly subject: string;
  /**
   * Set if each subject has one event only, whose sequence is 1, and names the field of its data that is the subject:
   * who repeats it under another id or place then cannot be heard twice.
   */
  readonly onceFor?: string;
}

/** The CloudEvents `source` of everything that a service publishes; `anyone` names itself as it likes. */
export const sourceOf = (publisher: Publisher): string =>
  publisher === 'anyone' ? '/anyone' : `/${publisher}-service`;
