import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was told of the stock of products stays on record, which leaves the outbox as soon as it is published: without it
 * nobody could say later which alerts were due. Written where events are, so that there is never the one without the other,
 * whichever build publishes.
 */
export class RecordStockAlerts1800000002000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE stock_alerts (
        alert_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        type       text NOT NULL CHECK (type IN ('inventory.low_stock', 'inventory.back_in_stock')),
        product_id text NOT NULL,
        event_id   uuid UNIQUE,
        at         timestamptz NOT NULL
      )`);
    await createRecorder(db);
    // From before events were recorded: only of these does the ledger know that they were due. Whoever was about to
    // publish one has been waited for, since creating a trigger locks the outbox.
    await db.query(`
      INSERT INTO stock_alerts (type, product_id, at)
      SELECT 'inventory.back_in_stock', m.product_id, m.at FROM stock_movements AS m JOIN products AS p USING (product_id)
      WHERE m.available_after > 0 AND m.available_after = m.available_delta
        AND NOT (m.kind = 'received' AND m.at = p.created_at)
      ORDER BY m.movement_id`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TRIGGER outbox_events_leave_stock_alerts ON outbox_events');
    await db.query('DROP FUNCTION record_stock_alert');
    await db.query('DROP TABLE stock_alerts');
  }
}

async function createRecorder(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE FUNCTION record_stock_alert() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO stock_alerts (type, product_id, event_id, at)
      VALUES (NEW.type, NEW.body::jsonb ->> 'subject', NEW.id, NEW.created_at)
      ON CONFLICT (event_id) DO NOTHING;
      RETURN NULL;
    END $$`);
  await db.query(`
    CREATE TRIGGER outbox_events_leave_stock_alerts
    AFTER INSERT ON outbox_events
    FOR EACH ROW WHEN (NEW.type IN ('inventory.low_stock', 'inventory.back_in_stock'))
    EXECUTE FUNCTION record_stock_alert()`);
}
