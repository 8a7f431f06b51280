import { z } from 'zod';
import { ContractViolation, summarize } from './contract-violation.js';
import { checked, type Contract, dataschemaOf, upgraded } from './define-event.js';
import type { Cause, DomainEvent, EventDraft } from './domain-event.js';
import { sourceOf } from './stream.js';

/** Content type of an event on the wire. */
export const EVENT_CONTENT_TYPE = 'application/cloudevents+json';

// No control characters: PostgreSQL cannot store NUL in text, and nothing of ours needs the others. No halves of surrogate
// pairs: encoded, they all become the same character, and two subjects one.
const printable = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Surrogate}]*$/u);

/** Everything about an event but its data, as it must be for us to handle it. */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: printable(256),
  type: printable(128),
  subject: printable(256),
  sequence: z.int().min(1).max(2_147_483_647),
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json'),
  dataschema: printable(256),
  tenant: printable(64),
  correlationid: printable(128).regex(/^\p{ASCII}*$/u), // it travels as an AMQP property of at most 255 bytes too
  causationid: z.uuid().optional(),
  traceparent: z.string().max(128).optional(),
  tracestate: z.string().max(512).optional(),
});

type Envelope = z.output<typeof envelope>;

/** The draft made an event: `stamp` gives it an id and a time, `cause` says for whom and why. */
export function stamp<E extends DomainEvent>(
  draft: EventDraft<E>,
  { id, time, cause }: { id: string; time: Date; cause: Cause },
): DomainEvent<E['type'], E['data']> {
  return {
    specversion: '1.0',
    id,
    source: sourceOf(draft.contract.stream.publisher),
    type: draft.contract.type,
    subject: draft.subject,
    sequence: draft.sequence,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    dataschema: draft.contract.dataschema,
    ...cause,
    data: draft.data,
  };
}

/**
 * The event in a message body, its data checked against the contract in `contracts` of that type; those of a former version
 * that the contract knows are checked against that one, and brought up to date. Throws `ContractViolation` for anything else, whatever the bytes.
 */
export function parseEvent(body: Uint8Array, contracts: ReadonlyMap<string, Contract>): DomainEvent {
  const document = parseJson(body);
  const head = envelope.safeParse(document);
  if (!head.success) throw new ContractViolation('bad-envelope', summarize(head.error));

  const contract = contracts.get(head.data.type);
  if (!contract)
    throw new ContractViolation('unknown-type', `${head.data.type} is not an event of this queue`);
  const data = readData(contract, head.data.dataschema, (document as { data?: unknown }).data);
  assertOnce(head.data, contract, data);
  return { ...head.data, dataschema: contract.dataschema, data };
}

/** The data of the version that the publisher names, as we have them today. */
function readData(contract: Contract, dataschema: string, data: unknown): unknown {
  if (dataschema === contract.dataschema) return checked(contract, data);
  const former = contract.former.find(({ version }) => dataschemaOf(contract.type, version) === dataschema);
  if (former) return upgraded(contract, former, data);
  throw new ContractViolation('unknown-version', `${dataschema} is not ${contract.dataschema}`);
}

/** A request of a system that we do not know must not hide behind another place or name, or wait for one before it. */
function assertOnce(
  { subject, sequence }: Envelope,
  { type, stream: { onceFor } }: Contract,
  data: unknown,
): void {
  if (onceFor === undefined) return;
  if (sequence !== 1)
    throw new ContractViolation(
      'bad-envelope',
      `/sequence: ${type} is the only event of its subject, so it must be 1`,
    );
  if (subject !== (data as Readonly<Record<string, unknown>>)[onceFor])
    throw new ContractViolation('bad-envelope', `/subject: must be /data/${onceFor}, in lower case`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch (cause) {
    throw new ContractViolation('bad-json', 'the body is not JSON in UTF-8', { cause });
  }
}
