import { systemClock } from './clock.js';

const FOREVER = 1_000_000;

describe('the machine’s clock', () => {
  it('calls back when the time is up', async () => {
    const called = new Promise<string>((resolve) => {
      systemClock.after(1, () => resolve('called'));
    });

    await expect(called).resolves.toBe('called');
  });

  it('ends a sleep with its reason when the signal aborts, also one that aborted before', async () => {
    const control = new AbortController();
    const asleep = systemClock.sleep(FOREVER, control.signal);
    control.abort(new Error('enough'));

    await expect(asleep).rejects.toThrow('enough');
    await expect(systemClock.sleep(FOREVER, control.signal)).rejects.toThrow('enough');
  });

  it('leaves nothing on a signal that outlives the sleep', async () => {
    const { signal } = new AbortController();
    const removed = jest.spyOn(signal, 'removeEventListener');

    await systemClock.sleep(1, signal);

    expect(removed).toHaveBeenCalledWith('abort', expect.any(Function));
  });
});
