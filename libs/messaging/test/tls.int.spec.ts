import { createTestDatabase, openTlsDoor, type TestDatabase, testServers, type TlsDoor } from '@app/testing';
import { LetterBox } from '../src/dead-letters/letter-box.js';
import { dataSourceOptions, openDataSource } from '../src/index.js';
import { inboundFor } from '../src/topology/topology.js';
import { CreateTables1, useSystem } from './fixture.js';

/** A URL of the broker through another port, over TLS. */
function through(port: number): string {
  const url = new URL(testServers().rabbitmqUrl.replace(/^amqp:/, 'amqps:'));
  url.hostname = 'localhost';
  url.port = String(port);
  return url.href;
}

describe('a connection to the database over TLS', () => {
  let database: TestDatabase;
  let door: TlsDoor;
  beforeAll(async () => {
    database = await createTestDatabase([CreateTables1]);
    door = await openTlsDoor(database.config, 'postgres');
  });
  afterAll(async () => {
    await door.close();
    await database.drop();
  });

  const open = (host: string, ssl: { ca?: string; rejectUnauthorized: boolean }) =>
    openDataSource(dataSourceOptions({ ...database.config, host, port: door.port, ssl }, [CreateTables1]));

  it.each(['localhost', '127.0.0.1'])(
    'is made when %s has a certificate of the named authority',
    async (host) => {
      const dataSource = await open(host, { ca: door.ca, rejectUnauthorized: true });
      expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await dataSource.destroy();
    },
  );

  it('is refused when nobody we know vouches for the server', async () => {
    await expect(open('localhost', { rejectUnauthorized: true })).rejects.toThrow('self-signed certificate');
  });

  it('is made all the same when that is asked for', async () => {
    const dataSource = await open('localhost', { rejectUnauthorized: false });
    expect(dataSource.isInitialized).toBe(true);
    await dataSource.destroy();
  });
});

describe('a connection to the broker over TLS', () => {
  const system = useSystem();
  let door: TlsDoor;
  beforeAll(async () => {
    const { hostname, port } = new URL(testServers().rabbitmqUrl);
    door = await openTlsDoor({ host: hostname, port: Number(port || 5672) });
  });
  afterAll(() => door.close());

  it('carries events and shows dead letters when a named authority vouches for it', async () => {
    const broker = { ...system.broker, urls: [through(door.port)], ca: door.ca };
    const { topology } = await system.start({ broker });
    const [inbound] = inboundFor(topology, 'inventory');
    if (!inbound) throw new Error('no queue');

    const box = await LetterBox.open(broker, 'spec', inbound, 1000);
    expect(box.depth).toBe(0);
    await box.close();
  });

  it('is refused when nobody we know vouches for it', async () => {
    const [inbound] = inboundFor((await system.start()).topology, 'inventory');
    if (!inbound) throw new Error('no queue');
    const opening = LetterBox.open({ urls: [through(door.port)] }, 'spec', inbound, 1000);

    await expect(opening).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
  });
});
