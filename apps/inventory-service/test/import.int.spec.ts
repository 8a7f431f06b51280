import { request as httpRequest } from 'node:http';
import { until } from '@app/testing';
import { ReserveStockOnOrderCreated } from '../src/reservations/handlers/reserve-stock-on-order-created.js';
import { orderCreated } from './events.js';
import { type Answer, useInventory } from './inventory.js';

const CSV = { 'content-type': 'text/csv; charset=utf-8' };
const LINES = { 'content-type': 'application/x-ndjson' };

describe('an import of products', () => {
  const inventory = useInventory();
  const service = inventory.instance();

  const send = (body: string, headers: Record<string, string> = CSV): Promise<Answer> =>
    service.request('POST', '/inventory/import', body, headers);
  const show = async (id: string) => (await service.request('GET', `/inventory/${id}`)).body;
  const products = async (like: string): Promise<number> => {
    const [row] = await inventory.database.query<{ n: number }>(
      'SELECT count(*)::integer AS n FROM products WHERE product_id LIKE $1',
      [like],
    );
    return row?.n ?? 0;
  };

  it('adds what is new, changes what is said, leaves the rest, and finds nothing to do the second time', async () => {
    const old = await service.stock(5, { productName: 'Old', lowStockThreshold: 2, description: 'Brass' });
    const file = [
      'productId,productName,quantity,price,currency,lowStockThreshold,status,description',
      'i-lamp,"Lamp, large",10,29.99,EUR,3,,"two\nlines"',
      'i-shade,Shade,,0.5,,,INACTIVE,',
      `${old},,9,,,,,`,
    ].join('\r\n');

    const first = await send(file);
    expect(first).toMatchObject({ status: 200, body: { received: 3, added: 2, changed: 1, refused: 0 } });
    expect(await show('i-lamp')).toMatchObject({
      productName: 'Lamp, large',
      description: 'two\nlines',
      quantity: 10,
      price: 29.99,
      lowStockThreshold: 3,
    });
    expect(await show('i-shade')).toMatchObject({
      quantity: 0,
      currency: 'EUR',
      status: 'INACTIVE',
      version: 2,
    });
    expect(await show(old)).toMatchObject({ quantity: 9, productName: 'Old', lowStockThreshold: 2 });
    expect(await inventory.stream(old)).toEqual(['1 inventory.updated', '2 inventory.updated']);
    const tag = (await service.request('GET', `/inventory/${old}`)).headers['etag'];

    expect((await send(file)).body).toMatchObject({ received: 3, unchanged: 3, added: 0, changed: 0 });
    expect((await service.request('GET', `/inventory/${old}`)).headers['etag']).toBe(tag);
  });

  it('reads JSON lines, where null takes a fact back', async () => {
    const lamp = await service.stock(1, { description: 'Brass', lowStockThreshold: 5 });
    const file = `{"productId":"${lamp}","description":null,"lowStockThreshold":null}\n\n{"productId":"j","productName":"J","price":1}`;

    expect((await send(file, LINES)).body).toMatchObject({ received: 2, changed: 1, added: 1 });
    expect(await show(lamp)).toMatchObject({ description: null, lowStockThreshold: null, quantity: 1 });
  });

  it('lets the later of two lines about a product win, and tells of each', async () => {
    const file = 'productId,productName,price,quantity\ntwice,One,1,5\ntwice,Two,2,0\ntwice,,,3\n';
    expect((await send(file)).body).toMatchObject({ received: 3, added: 1, changed: 2 });
    expect(await show('twice')).toMatchObject({ productName: 'Two', price: 2, quantity: 3, version: 4 });
    expect(await inventory.stream('twice')).toEqual([
      '1 inventory.updated',
      '2 inventory.updated',
      '3 inventory.updated',
      '4 inventory.back_in_stock',
    ]);
  });

  it('refuses single lines, says which and why, and stores their neighbours', async () => {
    const held = await service.stock(3);
    await service.handle(ReserveStockOnOrderCreated, orderCreated({ [held]: 2 }));
    const file = [
      '{"productId":"r1","productName":"R","price":1}',
      '{"productId":"r2"',
      '{"productId":"../r3","productName":"R","price":1}',
      '{"productId":"r4","price":1}',
      '{"productId":"r5","productName":"R","price":0.001}',
      '{"productId":"r6","productName":"R","price":1,"admin":true}',
      '{"productId":"r7","productName":"R\\u0000","price":1}',
      '{"productId":"r8","productName":"R","price":1,"__proto__":{}}',
      `{"productId":"${held}","quantity":1}`,
      '[]',
      'null',
      `{"productId":"r9","description":"${'x'.repeat(70_000)}"}`,
      '{"productId":"r10","productName":"R","price":1}',
    ].join('\n');

    const { status, body } = await send(file, LINES);
    expect(status).toBe(200);
    expect(body).toMatchObject({ received: 13, added: 2, refused: 11 });
    expect(body.refusals.map(({ line, code }: { line: number; code: string }) => `${line} ${code}`)).toEqual([
      '2 malformed-json',
      '3 validation-failed',
      '4 incomplete-product',
      '5 price-not-exact',
      '6 validation-failed',
      '7 invalid-text',
      '8 validation-failed',
      '9 below-reserved',
      '10 validation-failed',
      '11 validation-failed',
      '12 line-too-long',
    ]);
    expect(body.refusals[2]).toMatchObject({ productId: 'r4', pointer: '/productName' });
    expect(await show('r10')).toMatchObject({ productName: 'R' });
  });

  it('reports the first thousand refused lines and counts all', async () => {
    const { body } = await send(`productId\n${'!\n'.repeat(1500)}`);
    expect(body).toMatchObject({ received: 1500, refused: 1500 });
    expect(body.refusals).toHaveLength(1000);
    expect(body.refusals.at(-1)).toMatchObject({ line: 1001 });
  });

  it.each([
    ['nothing', '', CSV, 400, 'malformed-csv'],
    ['only blank lines', '\n\n', CSV, 400, 'malformed-csv'],
    ['a header without productId', 'price\n1\n', CSV, 400, 'malformed-csv'],
    ['a header with a field of its own', 'productId,admin\n', CSV, 400, 'malformed-csv'],
    ['a field twice', 'productId,price,price\n', CSV, 400, 'malformed-csv'],
    ['JSON', '{"productId":"x"}', { 'content-type': 'application/json' }, 415, 'unsupported-media-type'],
    ['a form', 'productId=x', { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
  ])('that is %s is refused with a code', async (_, body, headers, status, code) => {
    expect(await send(body, headers)).toMatchObject({ status, body: { status, code } });
  });

  it('needs a body', async () => {
    const answer = await service.request('POST', '/inventory/import');
    expect(answer).toMatchObject({ status: 400, body: { code: 'empty-body' } });
  });

  it('is no way to send CSV elsewhere', async () => {
    const answer = await service.request('POST', '/inventory', 'productId\nx\n', CSV);
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    expect((await service.request('POST', '/nowhere', 'productId', CSV)).status).toBe(404);
  });

  it('stores what comes before a place that cannot be read, and reports it', async () => {
    const good = Array.from({ length: 700 }, (_, index) => `m-${index},M,1`).join('\n');
    const { status, body } = await send(`productId,productName,price\n${good}\nm-x,"M" oops,1\nm-y,M,1\n`);

    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'malformed-csv', report: { received: 700, added: 700 } });
    expect(body.detail).toContain('702');
    expect(await products('m-%')).toBe(700);
  });

  it('refuses a line of another length, and bytes that are no text', async () => {
    const { body } = await send('productId,productName,price\nn-1,N\nn-2,N,1,1\nn-3,N,1\n');
    expect(body).toMatchObject({ added: 1, refused: 2 });
    expect(body.refusals[0]).toMatchObject({ line: 2, code: 'wrong-number-of-fields' });

    const latin = await fetchBytes(Buffer.from('productId,productName,price\nn-4,Gr\xfcn,1\n', 'latin1'));
    expect(latin).toMatchObject({ status: 400, body: { code: 'malformed-csv' } });
  });

  it('ends at the size that is configured, which is not that of other bodies, and says how far it came', async () => {
    const small = await inventory.start({ env: { IMPORT_LIMIT_BYTES: '200000', BODY_LIMIT_BYTES: '1000' } });
    const file = (lines: number): string =>
      `productId,productName,price\n${Array.from({ length: lines }, (_, index) => `big-${index},Big,1\n`).join('')}`;

    expect(await small.request('POST', '/inventory/import', file(1000), CSV)).toMatchObject({ status: 200 });
    const answer = await small.request('POST', '/inventory/import', file(60_000), CSV);
    expect(answer).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    const { received, added, unchanged } = answer.body.report;
    expect(added + unchanged).toBe(received);
    expect(await products('big-%')).toBe(received);
  });

  it('leaves whole chunks and nothing else when the sender goes away', async () => {
    const url = new URL(`${await service.app.getUrl()}/inventory/import`);
    const sending = httpRequest(url, { method: 'POST', headers: CSV });
    sending.on('error', () => undefined);
    sending.write('productId,productName,price\n');
    for (let index = 0; index < 1200; index += 1) sending.write(`gone-${index},Gone,1\n`);
    await until('two chunks are stored', async () => (await products('gone-%')) >= 1000);
    sending.destroy();

    expect((await send('productId,productName,price\nafter,After,1\n')).status).toBe(200);
    expect(await products('gone-%')).toBe(1000);
  });

  const fetchBytes = async (bytes: Buffer): Promise<{ status: number; body: unknown }> => {
    const url = `${await service.app.getUrl()}/inventory/import`;
    const response = await fetch(url, { method: 'POST', headers: CSV, body: new Uint8Array(bytes) });
    return { status: response.status, body: await response.json() };
  };
});
