import { idAt, newId } from '@app/platform';
import type { OrderSystem } from './order-system.js';

/** A row of a report on sales. */
export interface SalesRow {
  readonly day?: string;
  readonly productId?: string;
  readonly productName?: string;
  readonly currency: string;
  readonly orders: number;
  readonly units: number;
  readonly revenue: number;
  readonly cancellations: number;
}

interface Placed {
  readonly at: string;
  readonly status: string;
  readonly currency?: string;
  readonly lines: readonly { productId: string; quantity: number; unitPrice: number; name?: string }[];
  readonly deleted?: boolean;
}

const IDS = 20;

/** What specs do with reports. */
export function reportsIn(system: OrderSystem) {
  return {
    /** Puts orders into the table as they would be after whatever has happened to them. */
    store: async (orders: readonly Placed[]): Promise<void> => {
      const rows = orders.map(({ at, status, currency = 'EUR', lines, deleted = false }) => ({
        id: idAt(Date.parse(at)).slice(0, IDS) + newId().slice(IDS),
        at,
        status,
        currency,
        lines: lines.map((line) => ({ name: `The ${line.productId}`, ...line })),
        total: lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0),
        deleted_at: deleted ? at : null,
      }));
      await system.database.query(
        `INSERT INTO orders (id, version, status, customer_id, lines, total_minor, currency, created_at, updated_at,
           deleted_at, cancellation, shipping, delivery, completion, payment_expires_at)
         SELECT id, 1, status, id, lines, total, currency, at, at, deleted_at,
           CASE WHEN status = 'CANCELLED' THEN '{}'::jsonb END, '{}', '{}',
           CASE WHEN status = 'COMPLETED' THEN '{}'::jsonb END,
       -- Long after the spec, or its time would be up before it is reported.
       CASE WHEN status = 'AWAITING_PAYMENT' THEN timestamptz '2999-01-01' END
         FROM jsonb_to_recordset($1::jsonb) AS o (id uuid, at timestamptz, status text, currency text, lines jsonb,
           total bigint, deleted_at timestamptz)`,
        [JSON.stringify(rows)],
      );
    },
    clear: () => system.database.query('TRUNCATE orders CASCADE'),
    /** The rows of a report. */
    rows: async (query: string): Promise<SalesRow[]> =>
      (await system.service.http.get<SalesRow[]>(`/reports/${query}`)).body,
    /** A report as it comes. */
    text: async (query: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${await system.service.app.getUrl()}/reports/${query}`, { headers });
      return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
    },
  };
}
