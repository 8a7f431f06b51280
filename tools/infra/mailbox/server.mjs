// @ts-check
// A mailbox that takes every mail for anybody and shows it on a page, run in a process of its own.
// Arguments: the SMTP port and the port of the page.
import { subscribe } from 'node:diagnostics_channel';
import { MailDev } from 'maildev';

const [smtp, web] = process.argv.slice(2).map(Number);

// Its answers are short and its senders wait for each. Without this the system collects them for up to 40 ms, and
// it takes a hundred mails a second instead of three hundred.
subscribe('net.server.socket', (message) => {
  const { socket } = /** @type {{ socket: import('node:net').Socket }} */ (message);
  socket.setNoDelay(true);
});

// It keeps mail in memory and copies of it under the directory for temporary files, which is the run's own.
// The limit bounds both; the oldest mail goes first.
const mailbox = new MailDev({
  smtp,
  web,
  ip: '127.0.0.1',
  webIp: '127.0.0.1',
  maxEmails: 20_000,
  silent: true,
});

process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
await mailbox.start();
process.send?.('ready');
