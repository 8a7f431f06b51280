import type { z } from 'zod';
import { ContractViolation, summarize } from './contract-violation.js';
import { causeOf, type DomainEvent, type EventDraft, type Versioned } from './domain-event.js';
import type { Stream } from './stream.js';

/**
 * How the data of a former version is read: what it was, and what it is today. Publishers that have not been upgraded yet
 * send it, and it lies in queues and outboxes.
 */
export interface FormerVersion<Data = unknown> {
  readonly version: number;
  readonly data: z.ZodType;
  /** The data as the contract has them today. Pure, and it must not throw for what fits the former schema. */
  upgrade(data: unknown): Data;
}

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
  /** Versions that are still read, though nobody publishes them any more. */
  readonly former: readonly FormerVersion<Data>[];
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

/** Describes a former version for `defineEvent`; `upgrade` gets data that fit its schema. */
export const formerly = <Before, Data>(
  version: number,
  data: z.ZodType<Before>,
  upgrade: (before: Before) => Data,
): FormerVersion<Data> => ({ version, data, upgrade: (before) => upgrade(before as Before) });

/** The URN of a version of an event's data. */
export const dataschemaOf = (type: string, version: number): string => `urn:waybill:${type}:${version}`;

/** Declares an event. Adding an optional field is no new version; anything that breaks a reader is. */
export function defineEvent<Type extends string, Data>(definition: {
  type: Type;
  version: number;
  stream: Stream;
  description: string;
  data: z.ZodType<Data>;
  former?: readonly FormerVersion<NoInfer<Data>>[];
}): Contract<Type, Data> {
  const contract: Contract<Type, Data> = {
    former: [],
    ...definition,
    dataschema: dataschemaOf(definition.type, definition.version),
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
export const checked = <Data>(contract: Contract<string, Data>, data: unknown): Data =>
  fitting(contract.type, contract.data, data);

/** `data` of a former version as the contract has them today; throws `ContractViolation` if they do not fit what they were. */
export const upgraded = <Data>(
  contract: Contract<string, Data>,
  former: FormerVersion<Data>,
  data: unknown,
): Data => checked(contract, former.upgrade(fitting(contract.type, former.data, data)));

function fitting<Data>(type: string, schema: z.ZodType<Data>, data: unknown): Data {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new ContractViolation('bad-data', `${type}: ${summarize(result.error, '/data')}`);
}
