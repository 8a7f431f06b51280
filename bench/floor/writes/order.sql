-- Orders that were placed: their history and their announcement.
BEGIN;
INSERT INTO history SELECT id, 1, 'order.created', 'PENDING', now() FROM ids WHERE n > :first AND n <= :first + :batch;
INSERT INTO outbox SELECT id, 'order.created', repeat('x', :bytes) FROM ids WHERE n > :first AND n <= :first + :batch;
COMMIT;
DELETE FROM outbox WHERE id IN (SELECT id FROM ids WHERE n > :first AND n <= :first + :batch);
-- Orders whose stock is reserved: confirmed, and told of.
BEGIN;
INSERT INTO positions SELECT id, 1 FROM ids WHERE n > :first AND n <= :first + :batch;
UPDATE orders SET version = 2, status = 'CONFIRMED' WHERE id IN (SELECT id FROM ids WHERE n > :first AND n <= :first + :batch);
INSERT INTO history SELECT id, 2, 'order.confirmed', 'CONFIRMED', now() FROM ids WHERE n > :first AND n <= :first + :batch;
INSERT INTO outbox SELECT id, 'order.confirmed', repeat('x', :bytes) FROM ids WHERE n > :first AND n <= :first + :batch;
COMMIT;
DELETE FROM outbox WHERE id IN (SELECT id FROM ids WHERE n > :first AND n <= :first + :batch);
\set first :first + :batch
