// @ts-check
import { byRetention, invariant } from './invariant.mjs';

const ofNotifications = {
  database: /** @type {const} */ ('notification'),
  severity: /** @type {const} */ ('violation'),
};

// A request is known by its own id, whatever the id of the message. Positions have no time, so where old notifications are
// deleted nobody knows which of them had theirs. Clients may put a `requestId` into their notifications too, which no event
// has caused.
const REQUESTS = `
  WITH told AS (
    SELECT metadata ->> 'requestId' AS request_id, count(*) AS rows, count(DISTINCT kind) AS kinds,
           count(DISTINCT (channel, coalesce(recipient, ''))) AS ways
    FROM notifications
    WHERE metadata ? 'requestId' AND cause ->> 'causationid' = metadata ->> 'requestId'
    GROUP BY 1
  ), heard AS (
    SELECT subject AS request_id FROM stream_positions WHERE stream = 'notification-request' AND sequence > 0
  )
  SELECT request_id AS "requestId", h.request_id IS NOT NULL AS heard, coalesce(rows, 0) AS notifications,
         coalesce(ways, 0) AS ways, coalesce(kinds, 0) AS kinds
  FROM heard AS h FULL JOIN told AS t USING (request_id)
  WHERE h.request_id IS NULL OR (t.request_id IS NULL AND $1::int = 0) OR t.rows <> t.ways OR t.kinds <> 1
  ORDER BY 1`;

// The answer to a client is stored with the notification that it shows, and kept for a day or a little more.
const ANSWERS = `
  SELECT k.scope, k.key, k.response ->> 'id' AS "notificationId", k.created_at AS since
  FROM idempotency_keys AS k LEFT JOIN notifications AS n ON n.id = (k.response ->> 'id')::uuid
  WHERE k.scope LIKE 'POST /notifications %' AND n.id IS NULL
    AND ($1::int = 0 OR k.created_at > now() - interval '23 hours')
  ORDER BY k.created_at`;

// The one that tells stands for itself and for each that names it. It becomes final after those, and is deleted after them.
const DIGESTS = `
  WITH merged AS (
    SELECT substring(error FROM '^digest: told by notification ([0-9a-f-]{36})$')::uuid AS told_by, count(*) AS merged,
           min(metadata ->> 'productId') AS product_id, min(recipient) AS recipient,
           count(DISTINCT (metadata ->> 'productId', channel, recipient)) AS addressees
    FROM notifications
    WHERE kind = 'low-stock' AND status = 'SKIPPED' AND error LIKE 'digest: %'
      AND ($1::int = 0 OR updated_at > now() - make_interval(days => $1::int))
    GROUP BY 1
  ), telling AS (
    SELECT id, metadata ->> 'productId' AS product_id, recipient, coalesce((metadata ->> 'alerts')::int, 1) AS alerts
    FROM notifications WHERE kind = 'low-stock' AND status <> 'SKIPPED'
  )
  SELECT coalesce(told_by, t.id) AS "notificationId", coalesce(m.product_id, t.product_id) AS "productId",
         t.alerts AS "saysItStandsFor", 1 + coalesce(merged, 0) AS "standsFor"
  FROM merged AS m FULL JOIN telling AS t ON t.id = m.told_by
  WHERE t.id IS NULL OR m.addressees > 1 OR (m.product_id, m.recipient) <> (t.product_id, t.recipient)
     OR 1 + coalesce(merged, 0) > t.alerts OR ($1::int = 0 AND 1 + coalesce(merged, 0) < t.alerts)
  ORDER BY 1`;

const SUBSCRIBERS = `
  SELECT n.metadata ->> 'subscriptionId' AS "subscriptionId", min(n.metadata ->> 'productId') AS "productId",
         count(DISTINCT n.cause ->> 'causationid') AS returns, bool_or(s.subscription_id IS NOT NULL) AS "stillWaits"
  FROM notifications AS n
  LEFT JOIN stock_subscriptions AS s ON s.subscription_id::text = n.metadata ->> 'subscriptionId'
  WHERE n.kind = 'back-in-stock-customer'
  GROUP BY 1
  HAVING count(DISTINCT n.cause ->> 'causationid') > 1 OR bool_or(s.subscription_id IS NOT NULL)
  ORDER BY 1`;

/** What the notification service alone can say of each notification that is due: that it is there, and once. */
export const toldOnceInvariants = [
  invariant(
    {
      ...ofNotifications,
      name: 'requests-once',
      explanation:
        'Every request of another system that was handled has its notification, once for each channel and recipient, and there are no others.',
      means: 'Somebody was not told what another system wanted them to be told, or was told twice.',
      remedy:
        'Ask the other system for the request, and send what is missing by `POST /notifications` once the bug is found.',
    },
    REQUESTS,
    byRetention,
  ),
  invariant(
    {
      ...ofNotifications,
      name: 'answers-true',
      explanation:
        'Every notification is there that a client was told under its idempotency key to be stored.',
      means: 'A client believes that somebody will be told, who never is.',
      remedy: 'Forget the key, so that the client can repeat its request: `idempotency_keys`.',
    },
    ANSWERS,
    byRetention,
  ),
  invariant(
    {
      ...ofNotifications,
      name: 'digests-tell-all',
      explanation:
        'Every alert of low stock that was merged into another is told by that one, which says for how many it stands.',
      means: 'The shop was not told of an alert, or was told of a wrong number of them.',
      remedy: 'Compare the notifications of kind `low-stock` of the product, and `alert_digests`.',
    },
    DIGESTS,
    byRetention,
  ),
  invariant(
    {
      ...ofNotifications,
      name: 'subscribers-once',
      explanation: 'Whoever waited for a product is told of one return of it, and waits no more.',
      means: 'A customer was told again who had asked to be told once, or will be.',
      remedy:
        'Delete the row of `stock_subscriptions` if there is one; look for what handled the event twice.',
    },
    SUBSCRIBERS,
  ),
];
