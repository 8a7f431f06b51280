// @ts-check

/** @typedef {{ session: import('../session.mjs').Session }} Tx */

/** The notification service's `OrderContactRepository`. */
export const contactsIn = () => ({
  /** @param {Tx} tx @param {readonly { data: { orderId: string } & Record<string, any> }[]} created */
  remember: ({ session }, created) =>
    session.statement(
      'remember contacts',
      () => created.map(({ data }) => `contacts ${data.orderId}`).sort(),
      () => {
        for (const { data } of created) {
          if (!session.read('contacts', data.orderId)) session.write('contacts', data.orderId, data);
        }
      },
    ),

  /** @param {Tx} tx @param {readonly { orderId: string }[]} orders */
  find: ({ session }, orders) =>
    session.statement(
      'find contacts',
      [],
      () => new Map(orders.map(({ orderId }) => [orderId, known(session, orderId)])),
    ),
});

/** @param {Tx['session']} session @param {string} orderId */
function known(session, orderId) {
  const data = session.read('contacts', orderId);
  const email = data?.contact?.email;
  return {
    order: { orderId, lines: data?.lines ?? [], total: data?.total },
    customer: { endpoints: [], optOut: [], ...(email && { email: { address: email } }) },
  };
}

/** The notification service's `NotificationRepository`: an event leads to one of a kind. */
export const notificationsIn = () => ({
  /** @param {Tx} tx @param {readonly Record<string, any>[]} notifications */
  insert: ({ session }, notifications) =>
    session.statement('insert notifications', [], () =>
      notifications.flatMap((notification) => {
        const key = `${notification['eventId']} ${notification['kind']}`;
        if (session.read('notifications', key)) return [];
        session.write('notifications', key, notification);
        return [notification['id']];
      }),
    ),
});
