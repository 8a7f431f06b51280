import { type Clock, systemClock } from '@app/platform';

const PATIENCE_MS = 2_000;

/**
 * Closes a channel or connection as politely as can be. A line that breaks during the goodbye leaves amqplib waiting for
 * an answer that never comes, so patience ends after two seconds; a failed goodbye is as good as any.
 */
export async function closeQuietly(
  closable: { close(): Promise<void> } | undefined,
  clock: Clock = systemClock,
): Promise<void> {
  if (!closable) return;
  let calmDown = (): void => undefined;
  const impatience = new Promise<void>((resolve) => {
    calmDown = clock.after(PATIENCE_MS, resolve);
  });
  await Promise.race([closable.close().catch(() => undefined), impatience]);
  calmDown();
}
