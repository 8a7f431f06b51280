import { type Caller, DEFAULT_TENANT, newId } from '@app/platform';

/** In whose name payments act by themselves: in histories, `service:payments`. */
export const ownAccount = (tenant = DEFAULT_TENANT): Caller => ({
  tenant,
  correlationid: newId(),
  principal: { role: 'service', id: 'payments' },
});
