// @ts-check
import { dataDirectory } from '../state.mjs';
import { brokerScript } from './install.mjs';
import { prepareNode, startEpmd } from './node.mjs';

/**
 * A private node of the installed RabbitMQ: its own ports, data, configuration, cookie and port mapper.
 * @type {import('../types.mjs').Seek<import('../types.mjs').RabbitMQ>}
 */
export async function embeddedRabbitMQ(search) {
  const { keeper, throwAway } = search;
  await brokerScript(); // before anything is made or started, for there may be no broker to be had
  const directory = dataDirectory('rabbitmq', search, {});
  const epmd = await startEpmd(keeper);
  const node = await prepareNode(keeper, { directory, name: 'waybill', epmd, throwAway });
  await node.start();
  const { url, managementUrl } = node;
  const data = throwAway ? 'data of this run only' : `data in ${directory}`;
  return { value: { url, managementUrl }, details: `127.0.0.1:${new URL(url).port}, ${data}` };
}
