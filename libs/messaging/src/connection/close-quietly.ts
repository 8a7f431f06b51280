const PATIENCE_MS = 2_000;

/**
 * Closes a channel or connection as politely as can be. A line that breaks during the goodbye leaves amqplib waiting for
 * an answer that never comes, so patience ends after two seconds; a failed goodbye is as good as any.
 */
export async function closeQuietly(closable: { close(): Promise<void> } | undefined): Promise<void> {
  if (!closable) return;
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([closable.close().catch(() => undefined), impatience]);
  clearTimeout(timer);
}
