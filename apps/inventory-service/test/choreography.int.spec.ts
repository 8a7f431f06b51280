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

  const answered = async (): Promise<DomainEvent> => {
    const message = await until('an answer is published', () => probe.take(`${prefix}order.reservation`));
    return JSON.parse(message.content.toString()) as DomainEvent;
  };

  it('answers an order with its reservation, once, however often the order is delivered', async () => {
    const lamp = await service.stock(5);
    const created = orderCreated({ [lamp]: 2 });
    const { orderId } = created.data;
    for (let time = 1; time <= 3; time++) await deliver(created);
    const answer = await answered();
    // What is delivered last is handled last, so the repeats are through when this is.
    const last = orderCreated({ [lamp]: 1 });
    await deliver(last);

    expect(answer).toMatchObject({
      type: 'inventory.reserved',
      source: '/inventory-service',
      subject: orderId,
      sequence: 1,
      correlationid: created.correlationid,
      causationid: created.id,
      data: { orderId, lines: [{ productId: lamp, quantity: 2 }] },
    });
    expect(await answered()).toMatchObject({ subject: last.data.orderId });
    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 2, reserved: 3 });
  });

  it('holds nothing for an order whose cancellation arrived first', async () => {
    const lamp = await service.stock(5);
    const created = orderCreated({ [lamp]: 2 });
    const { orderId } = created.data;
    await deliver(orderCancelled(orderId, 2));
    await deliver(created);

    const answers = [await answered(), await answered()].filter(({ subject }) => subject === orderId);
    expect(answers.map(({ sequence, type }) => `${sequence} ${type}`).sort()).toEqual([
      '1 inventory.reserved',
      '2 inventory.released',
    ]);
    expect(await service.figures(lamp)).toEqual({ onHand: 5, available: 5, reserved: 0 });
  });
});
