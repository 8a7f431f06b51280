import { BrokerProbe, testServers, until } from '@app/testing';
import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { declare, reclaimUnroutable } from '../src/topology/declare.js';
import { type Topology, topologyOf } from '../src/topology/topology.js';
import { brokerOptions, CHOREOGRAPHY } from './fixture.js';

const LIMIT = 3;

/** The topology with room for few unroutable messages, so that a spec can fill it. */
function crampedTopology(): Topology {
  const topology = topologyOf(CHOREOGRAPHY, brokerOptions());
  const queues = topology.queues.map((queue) =>
    queue.name === topology.unroutable
      ? { ...queue, arguments: { ...queue.arguments, 'x-max-length': LIMIT } }
      : queue,
  );
  return { ...topology, queues };
}

describe('bringing back what was unroutable', () => {
  const topology = crampedTopology();
  let probe: BrokerProbe;
  let connection: ChannelModel;
  let channel: ConfirmChannel;
  beforeAll(async () => {
    probe = await BrokerProbe.open();
    connection = await connect(testServers().rabbitmqUrl);
    channel = await connection.createConfirmChannel();
    await declare(channel, topology);
  });
  afterAll(async () => {
    await connection.close();
    await probe.remove(topology);
    await probe.close();
  });

  it('stops, and neither fails nor loses anything, when all of it is still unroutable and there is no more room', async () => {
    let taken = 0;
    const fill = async (): Promise<void> => {
      for (;;) {
        await probe.publish(topology.events, 'nobody.listens', String(taken));
        taken += 1;
      }
    };
    await expect(fill()).rejects.toThrow('nacked');
    expect(taken).toBeGreaterThanOrEqual(LIMIT);

    await expect(reclaimUnroutable(channel, topology)).resolves.toBeLessThanOrEqual(taken);

    await until('all are back', async () => (await probe.depth(topology.unroutable)) === taken);
  });
});
