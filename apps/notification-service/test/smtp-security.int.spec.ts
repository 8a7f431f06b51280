import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { ProviderUnreachable } from '../src/channels/domain/channel.js';
import { SmtpChannel, type SmtpSettings } from '../src/channels/email/smtp-channel.js';
import { SecureMailServer } from './support/secure-mail-server.js';

const opened: { close(): unknown }[] = [];

async function serverOf(options?: Parameters<typeof SecureMailServer.open>[0]): Promise<SecureMailServer> {
  const server = await SecureMailServer.open(options);
  opened.push(server);
  return server;
}

function channelTo({ port }: SecureMailServer, settings: Partial<SmtpSettings> = {}): SmtpChannel {
  const channel = new SmtpChannel({
    provider: 'smtp',
    host: '127.0.0.1',
    port,
    secure: false,
    requireTls: true,
    rejectUnauthorized: false,
    user: 'waybill',
    password: 'right',
    from: 'Waybill <orders@shop.example>',
    maxConnections: 1,
    timeoutMs: 60_000,
    ...settings,
  });
  opened.unshift(channel);
  return channel;
}

const parcel = {
  id: '0198c0de-7a5b-7c3d-8e9f-a0b1c2d3e4f5',
  recipient: 'ada@example.org',
  subject: 'Your order is confirmed',
  message: 'Two lamps.  \n\nThank you. äöü\n\n\n',
  html: () => '<p>Two lamps.</p>',
};
const send = (channel: SmtpChannel) => channel.send(parcel, new AbortController().signal);

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

describe('a mail', () => {
  it('goes over a connection that was upgraded to TLS, after the login', async () => {
    const server = await serverOf();

    await send(channelTo(server));

    expect(server.mails).toMatchObject([{ secure: true, user: 'waybill' }]);
  });

  it('goes over a connection that is TLS from the first byte', async () => {
    const server = await serverOf({ secure: true });

    await send(channelTo(server, { secure: true }));

    expect(server.mails).toMatchObject([{ secure: true }]);
  });

  it.each<[string, Partial<SmtpSettings>]>([
    ['has a certificate that nobody vouches for', { rejectUnauthorized: true }],
    ['does not know our password', { password: 'wrong' }],
  ])('stays here, and counts for nothing, when the server %s', async (_, settings) => {
    const server = await serverOf();

    await expect(send(channelTo(server, settings))).rejects.toBeInstanceOf(ProviderUnreachable);
    expect(server.mails).toEqual([]);
  });

  it('stays here, and counts for nothing, when TLS is demanded and not offered', async () => {
    const server = await serverOf({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });

    await expect(send(channelTo(server))).rejects.toBeInstanceOf(ProviderUnreachable);
    expect(server.mails).toEqual([]);
  });
});

it('a mail is signed so that whoever has the public key can tell that it was not changed', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const server = await serverOf();

  await send(channelTo(server, { dkim: { domain: 'shop.example', selector: 's1', privateKey: pem } }));

  const { tags, fields, body, signed } = dissect(server.mails[0]?.raw ?? '');
  expect(tags).toMatchObject({ v: '1', a: 'rsa-sha256', c: 'relaxed/relaxed', d: 'shop.example', s: 's1' });
  expect(fields).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'message-id']));
  expect(tags['bh']).toBe(createHash('sha256').update(body, 'latin1').digest('base64'));
  const verifier = createVerify('sha256').update(signed, 'latin1');
  expect(verifier.verify(publicKey, tags['b'] ?? '', 'base64')).toBe(true);
});

/** The parts of a signed mail in the relaxed form of RFC 6376, section 3.4. */
function dissect(raw: string) {
  const split = raw.indexOf('\r\n\r\n');
  const lines = raw.slice(0, split).split(/\r\n(?![ \t])/);
  const headers = new Map(lines.map((line) => [nameOf(line), relaxed(line)]));
  const signature = headers.get('dkim-signature') ?? '';
  const tags = Object.fromEntries(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map((tag): [string, string] => {
        const equals = tag.indexOf('=');
        return [tag.slice(0, equals).trim(), tag.slice(equals + 1).replaceAll(/\s/g, '')];
      }),
  );
  const fields = (tags['h'] ?? '').toLowerCase().split(':');
  const signed = [
    ...fields.flatMap((name) => headers.get(name) ?? []),
    signature.replace(/(;\s*b=)[^;]*$/, '$1'),
  ].join('\r\n');
  const body = raw
    .slice(split + 4)
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ \r\n/g, '\r\n')
    .replace(/(?:\r\n)*$/, '\r\n');
  return { tags, fields, body, signed };
}

const nameOf = (line: string): string => line.slice(0, line.indexOf(':')).toLowerCase();

const relaxed = (line: string): string =>
  `${nameOf(line)}:${line
    .slice(line.indexOf(':') + 1)
    .replaceAll(/\s+/g, ' ')
    .trim()}`;
