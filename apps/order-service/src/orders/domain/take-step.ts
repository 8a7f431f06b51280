import type { CancellationCode, DomainEvent, EventDraft } from '@app/contracts';
import type { Order, StepCause, TakenStep } from './order.js';

/** When a step is taken and by whom; `causedBy` is the event that led to it, if one did. */
export interface Occasion {
  readonly at: string;
  readonly who: string;
  readonly causedBy?: DomainEvent | undefined;
}

/** What a step does to an order, and how it is told and explained. */
export interface StepEffect {
  readonly changes: Partial<Order>;
  readonly tell: (after: Order, origin?: { causedBy: DomainEvent }) => EventDraft;
  readonly why?: string | undefined;
  readonly code?: CancellationCode | undefined;
}

/** The order one version later, the entry of its history, and the one event of that version. */
export function stepOf(order: Order, effect: StepEffect, { at, who, causedBy }: Occasion): TakenStep {
  const after: Order = { ...order, ...effect.changes, version: order.version + 1, updatedAt: at };
  const event = effect.tell(after, causedBy && { causedBy });
  const { why, code } = effect;
  return {
    order: after,
    entry: {
      version: after.version,
      event: event.contract.type,
      from: order.status,
      to: after.status,
      at,
      who,
      ...(why === undefined ? {} : { why }),
      ...(code === undefined ? {} : { code }),
      ...(causedBy === undefined ? {} : { causedBy: causeOf(causedBy) }),
    },
    event,
  };
}

const causeOf = ({ id, type, sequence, time }: DomainEvent): StepCause => ({ id, type, sequence, at: time });

/** Takes several steps, each from where the one before has led. */
export function inTurn(
  order: Order,
  ...steps: readonly ((order: Order) => readonly TakenStep[])[]
): TakenStep[] {
  const taken: TakenStep[] = [];
  for (const step of steps) taken.push(...step(taken.at(-1)?.order ?? order));
  return taken;
}
