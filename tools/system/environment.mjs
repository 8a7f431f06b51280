// @ts-check

/**
 * The servers that services run on.
 * @typedef {object} Servers
 * @property {Record<import('../infra/types.mjs').Owner, import('../infra/types.mjs').Database>} databases
 * @property {string} rabbitmqUrl
 * @property {import('../infra/types.mjs').Mailbox} smtp
 */

/**
 * The environment of one instance: what it inherits, and on top of it where everything is.
 * @param {import('./services.mjs').Instance} instance
 * @param {Servers} servers
 * @param {NodeJS.ProcessEnv} inherited
 * @returns {Record<string, string | undefined>}
 */
export function environmentOf({ owner, port }, { databases, rabbitmqUrl, smtp }, inherited) {
  const database = databases[owner];
  return {
    LOG_LEVEL: 'info',
    MAIL_FROM: 'Waybill <orders@waybill.example>',
    ALERT_EMAIL: 'shop@waybill.example',
    ...inherited,
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    // On this machine alone, and the services say so.
    AUTH: 'off',
    PORT: String(port),
    DB_HOST: database.host,
    DB_PORT: String(database.port),
    DB_NAME: database.name,
    DB_USERNAME: database.username,
    DB_PASSWORD: database.password,
    RABBITMQ_URL: rabbitmqUrl,
    SMTP_HOST: smtp.host,
    SMTP_PORT: String(smtp.port),
    SMTP_USER: smtp.user ?? '',
    SMTP_PASS: smtp.pass ?? '',
  };
}
