import type { Contract, DomainEvent } from '@app/contracts';
import { Catch, Controller, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { Tx } from '../transaction/tx.js';

/** Nest registers our handlers with our transport alone. */
export const EVENT_TRANSPORT = Symbol('waybill-events');

/** Events of one contract, from distinct subjects, each new to this service and next in its stream. */
export type EventBatch<E extends DomainEvent> = readonly [E, ...E[]];

/**
 * Does what a service owes an event, in the transaction that also records the event as handled.
 * An exception means that something technical failed; a business "no" is an event of its own.
 */
export interface EventHandler<E extends DomainEvent> {
  handle(batch: EventBatch<E>, tx: Tx): Promise<void>;
}

/** Nest answers a failed handler with "Internal server error"; the consumer needs the failure itself. */
@Catch()
class KeepTheError implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** Makes a class the handler of one contract. List it among the `controllers` of its module. */
export function HandlesEvent<Type extends string, Data>(contract: Contract<Type, Data>) {
  return (target: new (...dependencies: never[]) => EventHandler<DomainEvent<Type, Data>>): void => {
    const method = Object.getOwnPropertyDescriptor(target.prototype, 'handle');
    if (!method) throw new TypeError(`${target.name} has no method handle`);
    Controller()(target);
    UseFilters(KeepTheError)(target);
    EventPattern(contract.type, EVENT_TRANSPORT)(target.prototype, 'handle', method);
    Payload()(target.prototype, 'handle', 0);
    Ctx()(target.prototype, 'handle', 1);
  };
}
