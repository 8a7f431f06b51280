\set last :first + :batch
-- Orders that were placed: reserved, in the ledger, and told of.
BEGIN;
INSERT INTO positions SELECT id, 1 FROM ids WHERE n > :first AND n <= :last;
INSERT INTO reservations SELECT id, 'RESERVED', '[{"productId": "floor-1", "quantity": 1}]', now() FROM ids WHERE n > :first AND n <= :last;
INSERT INTO movements (order_id, product_id, quantity, at) SELECT id, n % 50, 1, now() FROM ids WHERE n > :first AND n <= :last;
UPDATE products AS p SET available = available - q, reserved = reserved + q FROM (SELECT n % 50 AS id, count(*)::int AS q FROM ids WHERE n > :first AND n <= :last GROUP BY 1) AS m WHERE p.id = m.id;
INSERT INTO outbox SELECT id, 'inventory.reserved', repeat('x', :bytes) FROM ids WHERE n > :first AND n <= :last;
COMMIT;
DELETE FROM outbox WHERE id IN (SELECT id FROM ids WHERE n > :first AND n <= :last);
-- Orders that were confirmed: heard of.
UPDATE positions SET sequence = 2 WHERE subject IN (SELECT id FROM ids WHERE n > :first AND n <= :last);
\set first :last
