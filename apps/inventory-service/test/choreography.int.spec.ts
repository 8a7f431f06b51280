import { EVENT_CONTENT_TYPE, WAYBILL, type DomainEvent } from '@app/contracts';
import { EventConsumer, topologyOf } from '@app/messaging';
import { newId } from '@app/platform';
import { BrokerProbe, testServers, until } from '@app/testing';
import { orderCancelled, orderCreated } from './events.js';
import { useInventory } from './inventory.js';

describe('the service on the broker', () => {
  const prefix = `inventory-${newId()}.`;
  const topology = topologyOf(WAYBILL, { prefix, retryDelaysMs: [1000, 5000, 25_000] });
  const inventory = useInventory({ broker: { urls: [testServers().rabbitmqUrl], prefix } });
  const service = inventory.instance({ consuming: true });
  let probe: BrokerProbe;

  beforeAll(async () => {
    probe = await BrokerProbe.open();
    await until('the service consumes', () => service.app.get(EventConsumer).isConsuming);
  });
  afterAll(async () => {
    await probe.remove(topology);
    await probe.close();
  });

  const deliver = (event: DomainEvent): Promise<void> =>
    probe.publish(topology.events, event.type, JSON.stringify(event), { contentType: EVENT_CONTENT_TYPE });

  /** All answers until there are so many to the order. An event may be published twice, and counts once. */
  const answersUpTo = async (orderId: string, count = 1): Promise<DomainEvent[]> => {
    const answers = new Map<string, DomainEvent>();
    await until('the answers are published', async () => {
      const message = await probe.take(`${prefix}order.reservation`);
      const answer = JSON.parse(message?.content.toString() ?? 'null') as DomainEvent | null;
      if (answer) answers.set(answer.id, answer);
      return [...answers.values()].filter(({ subject }) => subject === orderId).length === count;
    });
    return [...answers.values()];
  };

  it('answers an order with its reservation, once, however often the order is delivered', async () => {
    const lamp = await service.stock(5);
    const created = orderCreated({ [lamp]: 2 });
    const { orderId } = created.data;
    for (let time = 1; time <= 3; time++) await deliver(created);
    // What is delivered last is handled last, so the repeats are through when this is.
    const last = orderCreated({ [lamp]: 1 });
    await deliver(last);

    expect(await answersUpTo(last.data.orderId)).toMatchObject([
      {
        type: 'inventory.reserved',
        source: '/inventory-service',
        subject: orderId,
        sequence: 1,
        correlationid: created.correlationid,
        causationid: created.id,
        data: { orderId, lines: [{ productId: lamp, quantity: 2 }] },
      },
      { subject: last.data.orderId },
    ]);
    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 2, reserved: 3 });
  });

  it('holds nothing for an order whose cancellation arrived first', async () => {
    const lamp = await service.stock(5);
    const created = orderCreated({ [lamp]: 2 });
    const { orderId } = created.data;
    await deliver(orderCancelled(orderId, 2));
    await deliver(created);

    const answers = (await answersUpTo(orderId, 2)).filter(({ subject }) => subject === orderId);
    expect(answers.map(({ sequence, type }) => `${sequence} ${type}`).sort()).toEqual([
      '1 inventory.reserved',
      '2 inventory.released',
    ]);
    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 5, reserved: 0 });
  });
});
