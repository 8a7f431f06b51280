\set last :first + :batch
-- Orders that were placed: whom to tell, and the first letter.
BEGIN;
INSERT INTO positions SELECT id, 1 FROM ids WHERE n > :first AND n <= :last;
INSERT INTO contacts SELECT id, 'bench@example.org' FROM ids WHERE n > :first AND n <= :last;
INSERT INTO notifications SELECT id, 'order-received', 'bench@example.org', 'Your order', repeat('x', 300), 'PENDING', now() FROM ids WHERE n > :first AND n <= :last;
COMMIT;
-- Orders that were confirmed: the second letter.
BEGIN;
UPDATE positions SET sequence = 2 WHERE subject IN (SELECT id FROM ids WHERE n > :first AND n <= :last);
INSERT INTO notifications SELECT id, 'order-confirmed', 'bench@example.org', 'Your order', repeat('x', 300), 'PENDING', now() FROM ids WHERE n > :first AND n <= :last;
COMMIT;
-- Both letters sent, and told of.
BEGIN;
UPDATE notifications SET status = 'SENT' WHERE order_id IN (SELECT id FROM ids WHERE n > :first AND n <= :last);
INSERT INTO outbox SELECT uuidv7(), 'notification.sent', repeat('x', :bytes) FROM ids, generate_series(1, 2) WHERE n > :first AND n <= :last;
COMMIT;
DELETE FROM outbox;
\set first :last
