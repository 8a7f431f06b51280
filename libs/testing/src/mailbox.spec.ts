import { once } from 'node:events';
import { createServer } from 'node:net';
import { Mailbox } from './mailbox.js';

describe('the mail server of the specs', () => {
  it('says so when somebody else has its port', async () => {
    const mailbox = await Mailbox.open();
    await mailbox.stop();
    const other = createServer().listen(mailbox.port, '127.0.0.1');
    await once(other, 'listening');

    await expect(mailbox.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });

    other.close();
    await once(other, 'close');
    await mailbox.start();
    await mailbox.stop();
  });
});
