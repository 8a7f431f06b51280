// @ts-check

/** Messages since the broker started. @typedef {{ published: number, delivered: number }} Messages */

// The broker counts these itself, at once; the management page's figures are some seconds old.
const COUNTS = `
  Counts = maps:values(rabbit_global_counters:overview()),
  Sum = fun(Name) -> lists:sum([maps:get(Name, Count, 0) || Count <- Counts]) end,
  io:format("~b ~b~n", [Sum(messages_received_total), Sum(messages_delivered_total)]).`;

/** What the broker has taken from publishers and given to consumers so far. @param {import('../private-servers.mjs').PrivateGround} ground @returns {Promise<Messages>} */
export async function messageCounts({ broker }) {
  const said = await broker.control('eval', COUNTS.replaceAll(/\s+/g, ' '));
  const [, published, delivered] = /(\d+) (\d+)/.exec(said) ?? [];
  if (published === undefined || delivered === undefined) throw new Error(`the broker counts "${said}"`);
  return { published: Number(published), delivered: Number(delivered) };
}

/** The number of the broker's own process. @param {import('../private-servers.mjs').PrivateGround} ground */
export async function brokerPid({ broker }) {
  return Number(/\d+/.exec(await broker.control('eval', 'os:getpid().'))?.[0]);
}
