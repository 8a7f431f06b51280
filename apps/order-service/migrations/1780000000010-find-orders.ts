import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What lists go along. Each index has the order of a list, and with it all that its filters ask for, so that pages are
 * skipped without reading orders. A span of creation time is a span of ids, so none begins with the time.
 */
export class FindOrders1780000000010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX orders_by_customer, orders_by_status, orders_by_creation');
    await db.query(`
      CREATE INDEX orders_by_customer ON orders (customer_id, id)
        INCLUDE (status, currency, total_minor, created_at, deleted_at)`);
    await db.query(`
      CREATE INDEX orders_by_status ON orders (status, id)
        INCLUDE (currency, total_minor, created_at, deleted_at)`);
    await db.query(`
      CREATE INDEX orders_by_total ON orders (currency, total_minor, id)
        INCLUDE (status, created_at, deleted_at)`);
    await db.query('CREATE INDEX orders_deleted ON orders (id) WHERE deleted_at IS NOT NULL');
    await createOrderWords(db);
    // Only what has been vacuumed is found in an index alone, and a fifth of a large table is much to be without.
    for (const table of ['orders', 'order_products', 'order_words'])
      await db.query(`
        ALTER TABLE ${table} SET (autovacuum_vacuum_scale_factor = 0.02,
          autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)`);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of ['orders', 'order_products'])
      await db.query(`
        ALTER TABLE ${table} RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor,
          autovacuum_analyze_scale_factor)`);
    await db.query('DROP TRIGGER orders_words_placed ON orders');
    await db.query('DROP TRIGGER orders_words_changed ON orders');
    await db.query('DROP FUNCTION keep_words_of_notes()');
    await db.query('DROP TABLE order_words');
    await db.query('DROP FUNCTION words_of(text)');
    await db.query('DROP INDEX orders_deleted, orders_by_total, orders_by_status, orders_by_customer');
    await db.query('CREATE INDEX orders_by_customer ON orders (customer_id, id DESC)');
    await db.query('CREATE INDEX orders_by_status ON orders (status, id DESC)');
    await db.query(
      'CREATE INDEX orders_by_creation ON orders USING brin (created_at) WITH (autosummarize = on)',
    );
  }
}

/**
 * Which orders have a word in their notes, newest first, which an inverted index of PostgreSQL's own cannot say.
 * A trigger keeps it, so that the words are those of the notes whoever writes them.
 */
async function createOrderWords(db: QueryRunner): Promise<void> {
  await db.query(`
    CREATE FUNCTION words_of(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT coalesce(array_agg(DISTINCT left(word, 64)), '{}')
      FROM regexp_split_to_table(lower(normalize($1, NFKC)), '[^[:alnum:]]+') AS word WHERE word <> ''
    $$`);
  // Orders are never erased, so a reference to them would only cost.
  await db.query(`
    CREATE TABLE order_words (
      word     text NOT NULL,
      order_id uuid NOT NULL,
      PRIMARY KEY (word, order_id)
    )`);
  await db.query(`
    CREATE FUNCTION keep_words_of_notes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        DELETE FROM order_words
        WHERE order_id = NEW.id AND word = ANY (words_of(OLD.notes)) AND word <> ALL (words_of(NEW.notes));
      END IF;
      INSERT INTO order_words SELECT word, NEW.id FROM unnest(words_of(NEW.notes)) AS word
      ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$`);
  await db.query(`
    CREATE TRIGGER orders_words_placed AFTER INSERT ON orders
      FOR EACH ROW WHEN (NEW.notes IS NOT NULL) EXECUTE FUNCTION keep_words_of_notes()`);
  await db.query(`
    CREATE TRIGGER orders_words_changed AFTER UPDATE OF notes ON orders
      FOR EACH ROW WHEN (OLD.notes IS DISTINCT FROM NEW.notes) EXECUTE FUNCTION keep_words_of_notes()`);
}
