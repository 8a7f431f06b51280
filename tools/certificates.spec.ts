import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { makeCertificates } from './certificates.mjs';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'waybill-certificates-spec-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const read = (name: string): string => readFileSync(join(directory, name), 'utf8');

/** What comes of a client that trusts our authority and looks for `servername` where a server has that certificate. */
async function met(certificate: string, servername: string): Promise<string> {
  const pem = read(certificate);
  const server = createServer({ key: pem, cert: pem, minVersion: 'TLSv1.2' });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ host: '127.0.0.1', port, servername, ca: read('tls_ca') });
  const outcome = await once(client, 'secureConnect').then(
    () => 'secure',
    (error: NodeJS.ErrnoException) => String(error.code),
  );
  client.destroy();
  server.close();
  return outcome;
}

describe('certificates', () => {
  it('are believed by who knows the authority, each for the name of its server alone', async () => {
    await makeCertificates(directory);

    expect(await met('tls_order_db', 'order-db')).toBe('secure');
    expect(await met('tls_rabbitmq_2', 'rabbitmq-2')).toBe('secure');
    expect(await met('tls_rabbitmq_2', 'rabbitmq-1')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('are good for 397 days', async () => {
    await makeCertificates(directory);

    const { validFrom, validTo } = new X509Certificate(read('tls_order_db'));
    expect((Date.parse(validTo) - Date.parse(validFrom)) / 86_400_000).toBe(397);
  });

  it('are left as they are, but for one that is missing', async () => {
    await makeCertificates(directory);
    const [kept, renewed] = [read('tls_inventory_db'), read('tls_order_db')];
    rmSync(join(directory, 'tls_order_db'));

    expect(await makeCertificates(directory)).toEqual(['tls_order_db']);
    expect(read('tls_inventory_db')).toBe(kept);
    expect(read('tls_order_db')).not.toBe(renewed);
    expect(await met('tls_order_db', 'order-db')).toBe('secure');
  });

  it('are all made anew with a new authority', async () => {
    await makeCertificates(directory);
    rmSync(join(directory, 'tls_ca'));

    expect(await makeCertificates(directory)).toHaveLength(7);
    expect(await met('tls_order_db', 'order-db')).toBe('secure');
  });
});
