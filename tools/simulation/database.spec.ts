import { Database } from './database.mjs';
import { planOf } from './plan.mjs';
import { Session } from './session.mjs';
import { World } from './world.mjs';

/** A database with one row, and processes that nothing happens to. */
function oneRow() {
  const plan = planOf(1);
  const rates = { ...plan.rates, contention: 0 };
  const world = new World({ ...plan, rates }, {} as never, {} as never, undefined);
  const database = new Database(world, 'spec');
  database.table('stock').set('lamp', 5);
  const owner = { name: 'spec', dead: false, stillUntil: 0, passes: () => true };
  const begin = (): Session => new Session(database, owner);
  const stop = (): boolean => false;
  return { database, begin, rest: () => world.timeline.run(stop, 1_000_000) };
}

const lock = ['stock lamp'];

/** Takes one away in two statements, as code does that decides in between. */
async function takeOne(session: Session, locks: readonly string[]): Promise<void> {
  const seen = await session.statement('read', locks, () => session.read('stock', 'lamp') as number);
  await session.statement('write', lock, () => session.write('stock', 'lamp', seen - 1));
  await session.commit();
}

describe('the database of the simulation', () => {
  it('loses an update of code that does not lock what it read', async () => {
    const { database, begin, rest } = oneRow();
    const both = Promise.all([takeOne(begin(), []), takeOne(begin(), [])]);
    await rest();
    await both;

    expect(database.table('stock').get('lamp')).toBe(4);
  });

  it('keeps both updates of code that does', async () => {
    const { database, begin, rest } = oneRow();
    const both = Promise.all([takeOne(begin(), lock), takeOne(begin(), lock)]);
    await rest();
    await both;

    expect(database.table('stock').get('lamp')).toBe(3);
    expect(database.locks.size).toBe(0);
  });

  it('tells one of two that wait for each other', async () => {
    const { begin, rest } = oneRow();
    const [one, other] = [begin(), begin()];
    const nothing = (): undefined => undefined;
    const first = Promise.all([one.statement('a', ['a'], nothing), other.statement('b', ['b'], nothing)]);
    await rest();
    await first;

    const crossed = Promise.allSettled(
      [one.statement('b', ['b'], nothing), other.statement('a', ['a'], nothing)].map((waiting, at) =>
        waiting.catch((error: unknown) => {
          (at === 0 ? one : other).rollBack();
          throw error;
        }),
      ),
    );
    await rest();

    const refused = (await crossed).filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ code: '40P01' }) }),
    ]);
  });

  it('forgets what was not committed when the connection breaks', async () => {
    const { database, begin, rest } = oneRow();
    const session = begin();
    const written = session.statement('write', lock, () => session.write('stock', 'lamp', 0));
    await rest();
    await written;
    session.breakOff();

    expect(database.table('stock').get('lamp')).toBe(5);
    expect(database.locks.size).toBe(0);
  });
});
