import { cancellationCode, fromMinor } from '@app/contracts';
import { z } from 'zod';
import { ORDER_STATUSES } from '../../orders/domain/order-lifecycle.js';
import { EXPECTED_FROM } from '../domain/expected.js';
import { PENDING_PLACES } from '../domain/pending.js';
import type { Timeline, TimelineStep } from '../domain/timeline.js';
import type { PaymentFact } from '../domain/timeline-facts.js';
import { TIMELINE_EXAMPLE } from './timeline.example.js';

const status = z.enum(ORDER_STATUSES);
const time = z.iso.datetime();
const count = z.int().min(1);

const place = z.object({ stream: z.string(), sequence: count, type: z.string() });

const notes = z.object({
  attempts: count.optional().meta({ description: 'How often it was tried, the last try included.' }),
  failures: z
    .array(
      z.object({ outcome: z.enum(['retried', 'dead-lettered']), times: count, code: z.string(), at: time }),
    )
    .optional(),
  repeated: count.optional().meta({ description: 'How often it came again, and was dropped.' }),
  parkedMs: z.int().optional().meta({ description: 'How long it waited for the event before it.' }),
  interventions: z
    .array(z.object({ action: z.enum(['replayed', 'discarded', 'forced']), at: time }))
    .optional()
    .meta({ description: 'What an operator did about it.' }),
});

const step = place.extend({
  at: time,
  service: z.enum(['order', 'inventory']).meta({ description: 'Whose step it was.' }),
  from: status.nullable().optional(),
  to: status.optional(),
  who: z.string().optional(),
  why: z.string().optional(),
  code: cancellationCode.optional(),
  causedBy: place.optional(),
  delayMs: z
    .int()
    .optional()
    .meta({ description: 'How long after its cause, by the clocks of two services.' }),
  compensates: z.enum(['stock', 'payment']).optional().meta({ description: 'What it begins to undo.' }),
  payment: z.object({ transactionId: z.string(), amount: z.number(), currency: z.string() }).optional(),
  notes: notes.optional().meta({ description: 'How the order service handled it, where worth a word.' }),
});

const pending = place.extend({
  place: z
    .enum(PENDING_PLACES)
    .meta({ description: '`outbox`: not published yet. The others: not handled.' }),
  since: time,
  attempts: z.int().optional(),
  code: z.string().optional(),
  waitsFor: z.int().optional().meta({ description: 'The sequence that has to be handled first.' }),
});

const next = z.object({
  waitingFor: z.array(z.string()).meta({ description: 'Any of these events takes it on.' }),
  from: z.enum(EXPECTED_FROM),
  since: time,
  expiresAt: time.optional(),
});

/** The way of an order as the API shows it; amounts are decimal numbers in their currency. */
export const timelineView = z
  .object({
    orderId: z.uuid(),
    status,
    steps: z.array(step).meta({ description: 'Causes before effects, otherwise by time.' }),
    pending: z.array(pending),
    next: next.optional().meta({ description: 'Absent when it has come to its end.' }),
  })
  .meta({ example: TIMELINE_EXAMPLE });
export type TimelineView = z.output<typeof timelineView>;

const toPaymentView = (payment: PaymentFact) => ({ ...payment, amount: fromMinor(payment) });

const toStepView = ({ taken, payment, notes: noted, ...event }: TimelineStep) => ({
  ...event,
  ...taken,
  payment: payment && toPaymentView(payment),
  notes: noted && {
    ...noted,
    failures: noted.failures && [...noted.failures],
    interventions: noted.interventions && [...noted.interventions],
  },
});

export const toTimelineView = ({ orderId, status: now, steps, pending: waiting, next: awaited }: Timeline) =>
  ({
    orderId,
    status: now,
    steps: steps.map(toStepView),
    pending: [...waiting],
    next: awaited && { ...awaited, waitingFor: [...awaited.waitingFor] },
  }) satisfies TimelineView;
