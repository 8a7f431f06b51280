// @ts-check
// A bare Fastify route that inserts one order as one row, in a process of its own. Arguments: the port, and the database as JSON.
import fastify from 'fastify';
import pg from 'pg';

const [port, place] = process.argv.slice(2);
/** @type {import('../../tools/infra/types.mjs').Database} */
const { host, port: databasePort, name: database, username: user, password } = JSON.parse(place ?? '');
const pool = new pg.Pool({ host, port: databasePort, database, user, password, max: 10 });

const INSERT = {
  name: 'insert',
  text: `INSERT INTO orders (id, version, status, customer_id, lines, total, contact)
         VALUES (uuidv7(), 1, 'PENDING', $1, $2, $3, $4) RETURNING id`,
};

const server = fastify();
server.post('/orders', async (request, reply) => {
  const { customerId, items, contact } = /** @type {any} */ (request.body);
  const values = [customerId, JSON.stringify(items), items.length, JSON.stringify(contact)];
  const { rows } = await pool.query({ ...INSERT, values });
  reply.code(201);
  return { id: rows[0].id, status: 'PENDING' };
});

process.on('SIGTERM', () => process.exit(0));
await server.listen({ port: Number(port), host: '127.0.0.1' });
process.send?.('ready');
