import type { QuietHours } from '../../contacts/domain/quiet-hours.js';
import type { KnownCustomer } from '../domain/known-customer.js';
import type { NotificationKind } from '../domain/notification.js';

/** How a customer can be reached, as `KNOWN_CUSTOMER` gives it. */
export interface KnownCustomerRow {
  readonly email: string | null;
  readonly email_bad: string | null;
  readonly phone: string | null;
  readonly phone_bad: string | null;
  readonly endpoints: readonly string[] | null;
  readonly locale: string | null;
  readonly opt_out: readonly NotificationKind[] | null;
  readonly quiet_hours: QuietHours | null;
}

/** Columns of a customer: `asked` names the addresses that win, `c` is the entry in the contact book, if there is one. */
export const KNOWN_CUSTOMER = `
  coalesce(asked.email, c.email) AS email,
  (SELECT reason FROM bad_addresses
   WHERE channel = 'EMAIL' AND recipient = lower(coalesce(asked.email, c.email))) AS email_bad,
  coalesce(asked.phone, c.phone) AS phone,
  (SELECT reason FROM bad_addresses
   WHERE channel = 'SMS' AND recipient = coalesce(asked.phone, c.phone)) AS phone_bad,
  (SELECT array_agg(endpoint ORDER BY created_at, endpoint) FROM push_subscriptions s
   WHERE s.customer_id = c.customer_id) AS endpoints,
  c.locale, c.opt_out, c.quiet_hours`;

export const knownCustomerFrom = (row: KnownCustomerRow): KnownCustomer => ({
  ...(row.email === null ? {} : { email: addressOf(row.email, row.email_bad) }),
  ...(row.phone === null ? {} : { phone: addressOf(row.phone, row.phone_bad) }),
  endpoints: row.endpoints ?? [],
  ...(row.locale === null ? {} : { locale: row.locale }),
  optOut: row.opt_out ?? [],
  ...(row.quiet_hours === null ? {} : { quietHours: row.quiet_hours }),
});

const addressOf = (address: string, bad: string | null) => ({ address, ...(bad === null ? {} : { bad }) });
