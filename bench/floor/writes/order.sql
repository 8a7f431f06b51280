\set last :first + :batch
-- Orders that were placed: their history and their announcement.
BEGIN;
INSERT INTO history SELECT id, 1, 'order.created', 'PENDING', now() FROM ids WHERE n > :first AND n <= :last;
INSERT INTO outbox SELECT id, 'order.created', repeat('x', :bytes) FROM ids WHERE n > :first AND n <= :last;
COMMIT;
DELETE FROM outbox WHERE id IN (SELECT id FROM ids WHERE n > :first AND n <= :last);
-- Orders whose stock is reserved: confirmed, and told of.
BEGIN;
INSERT INTO positions SELECT id, 1 FROM ids WHERE n > :first AND n <= :last;
UPDATE orders SET version = 2, status = 'CONFIRMED' WHERE id IN (SELECT id FROM ids WHERE n > :first AND n <= :last);
INSERT INTO history SELECT id, 2, 'order.confirmed', 'CONFIRMED', now() FROM ids WHERE n > :first AND n <= :last;
INSERT INTO outbox SELECT id, 'order.confirmed', repeat('x', :bytes) FROM ids WHERE n > :first AND n <= :last;
COMMIT;
DELETE FROM outbox WHERE id IN (SELECT id FROM ids WHERE n > :first AND n <= :last);
\set first :last
