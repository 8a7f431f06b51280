import { WakeUp } from './wake-up.js';

const FOREVER = 1_000_000;

describe('a wake-up', () => {
  it('wakes who sleeps', async () => {
    const wakeUp = new WakeUp();
    const heard = wakeUp.sleep(FOREVER);

    wakeUp.ring();

    await expect(heard).resolves.toBeUndefined();
  });

  it('rung before anybody sleeps ends the next sleep at once, and only that', async () => {
    const wakeUp = new WakeUp();
    wakeUp.ring();
    wakeUp.ring();

    await wakeUp.sleep(FOREVER);
    let heardAgain = false;
    const second = wakeUp.sleep(FOREVER).then(() => (heardAgain = true));
    await new Promise(setImmediate);
    expect(heardAgain).toBe(false);

    wakeUp.ring();
    await second;
  });

  it('lets the sleeper go when the time is up', async () => {
    await expect(new WakeUp().sleep(1)).resolves.toBeUndefined();
  });
});
