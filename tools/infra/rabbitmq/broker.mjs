// @ts-check

/**
 * Opens a connection to a broker, or rejects within a few seconds.
 * @param {string} url
 */
export async function connect(url) {
  const { default: amqp } = await import('amqplib');
  const connection = await amqp.connect(url, {
    timeout: 10_000,
    clientProperties: { connection_name: 'waybill-tools' },
  });
  // Without a listener a connection the broker cuts would take this process with it.
  connection.on('error', () => {});
  return connection;
}

/** Resolves when the broker lets us in, to the very virtual host. @param {string} url */
export async function checkConnection(url) {
  const connection = await connect(url);
  await connection.close();
}

/** The same broker's URL for another virtual host. @param {string} url @param {string} name */
export function withVirtualHost(url, name) {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.href;
}
