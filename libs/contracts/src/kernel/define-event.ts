import type { z } from 'zod';
import { ContractViolation, summarize } from './contract-violation.js';
import { causeOf, type DomainEvent, type EventDraft, type Versioned } from './domain-event.js';
import type { Stream } from './stream.js';

/** The agreement about one kind of event: its name, its major version, its stream and the form of its data. */
export interface Contract<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly version: number;
  readonly stream: Stream;
  /** One sentence: what it means that this happened. */
  readonly description: string;
  readonly data: z.ZodType<Data>;
  /** URN of the data's schema; ends in the contract's major version. */
  readonly dataschema: string;
  /**
   * The event that `aggregate` has just gone through; its version is the event's place in the stream.
   * Throws `ContractViolation` if the data breaks the contract.
   */
  of(
    aggregate: Versioned,
    data: Data,
    origin?: { causedBy: DomainEvent },
  ): EventDraft<DomainEvent<Type, Data>>;
}

/** The event that a contract describes. */
export type EventOf<C> = C extends Contract<infer Type, infer Data> ? DomainEvent<Type, Data> : never;

/** Declares an event. Adding an optional field is no new version; anything that breaks a reader is. */
export function defineEvent<Type extends string, Data>(definition: {
  type: Type;
  version: number;
  stream: Stream;
  description: string;
  data: z.ZodType<Data>;
}): Contract<Type, Data> {
  const contract: Contract<Type, Data> = {
    ...definition,
    dataschema: `urn:waybill:${definition.type}:${definition.version}`,
    of: (aggregate, data, origin) => ({
      contract,
      subject: aggregate.id,
      sequence: aggregate.version,
      data: checked(contract, data),
      cause: origin && causeOf(origin.causedBy),
    }),
  };
  return contract;
}

/** `data` as the contract's schema reads it; throws `ContractViolation` otherwise. */
export function checked<Data>(contract: Contract<string, Data>, data: unknown): Data {
  const result = contract.data.safeParse(data);
  if (result.success) return result.data;
  throw new ContractViolation('bad-data', `${contract.type}: ${summarize(result.error, '/data')}`);
}
