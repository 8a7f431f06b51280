import { loadConfig } from '@app/platform';
import { readFileSync } from 'node:fs';
import { inventoryEnv } from '../apps/inventory-service/src/config.js';
import { notificationEnv } from '../apps/notification-service/src/config.js';
import { orderServiceEnv } from '../apps/order-service/src/config.js';

const LINE = /^(# )?([A-Z_]+)=(.*?)(?: +#.*)?$/gm;
const lines = [...readFileSync('.env.example', 'utf8').matchAll(LINE)];
const named = lines.map(([, , name = '']) => name);
const environment = Object.fromEntries(
  lines.filter(([, commented]) => !commented).map(([, , name, value]) => [name, value]),
);

describe('.env.example', () => {
  it.each([
    ['order', () => loadConfig(orderServiceEnv, environment)],
    ['inventory', () => loadConfig(inventoryEnv, environment)],
    ['notification', () => loadConfig(notificationEnv, environment)],
  ] as const)('is an environment that the %s service starts with', (_, load) => {
    expect(load).not.toThrow();
  });

  // It is for one machine, where nothing is in production; the port is that of one service.
  const ofOneMachine = new Set(['NODE_ENV', 'PORT']);

  it('has the default of every variable that has one', () => {
    const shapes = { ...orderServiceEnv.shape, ...inventoryEnv.shape, ...notificationEnv.shape };
    for (const [name, variable] of Object.entries(shapes).filter(([one]) => !ofOneMachine.has(one))) {
      const fallback = variable.safeParse(undefined);
      if (!fallback.success || fallback.data === undefined) continue;
      const said = environment[name];
      expect([name, said === '' ? fallback.data : variable.parse(said)]).toEqual([name, fallback.data]);
    }
  });

  it('names every variable that a service reads, and no other', () => {
    const read = [orderServiceEnv, inventoryEnv, notificationEnv].flatMap(({ shape }) => Object.keys(shape));
    expect(named.toSorted()).toEqual([...new Set(read)].toSorted());
  });
});
