import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the list of products is searched and sorted by. None of it moves with the stock. */
export class FindProducts1780000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // Not to_tsvector, whose parser takes ids apart in ways of its own: a word is whatever stands between ASCII
    // punctuation and white space.
    await db.query(`
      CREATE FUNCTION words_of(text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_remove(string_to_array(translate(lower($1),
          E' \\t\\n\\r\\f\\x0b!"#$%&''()*+,-./:;<=>?@[\\\\]^_\`{|}~', repeat(' ', 38)), ' '), '')
      $$`);
    // Stored, because a frequent word is looked for by going through the products in their order.
    await db.query(`
      ALTER TABLE products
        ADD COLUMN words tsvector NOT NULL
        GENERATED ALWAYS AS (array_to_tsvector(words_of(name || ' ' || product_id))) STORED`);
    await db.query('CREATE INDEX products_by_words ON products USING gin (words)');
    await db.query('CREATE INDEX products_by_name ON products (name, product_id)');
    await db.query('CREATE INDEX products_by_price ON products (currency, price_minor)');
    await db.query(`
      CREATE INDEX products_withdrawn ON products (created_at DESC, product_id DESC) WHERE status = 'INACTIVE'`);
    await db.query(`
      CREATE INDEX products_watched ON products (created_at DESC, product_id DESC)
      WHERE low_stock_threshold IS NOT NULL`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP INDEX products_by_words, products_by_name, products_by_price, products_withdrawn, products_watched',
    );
    await db.query('ALTER TABLE products DROP COLUMN words');
    await db.query('DROP FUNCTION words_of');
  }
}
