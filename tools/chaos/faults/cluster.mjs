// @ts-check

/** @typedef {import('../fault.mjs').Fault} Fault */

/** @type {Fault} */
export const brokerPartitioned = {
  name: 'broker-partitioned',
  explanation: 'A broker of the cluster and the other two do not hear each other; clients reach all of them.',
  needsCluster: true,
  // A cluster takes some seconds to notice, and its smaller part stops then.
  lengthMs: [8000, 25_000],
  draw: (random, { nodes }) => ({ node: random.pick(nodes) }),
  mailWindows: () => 0,
  async inject(world, { node }) {
    const alone = world.node(String(node));
    const others = world.nodes.filter((other) => other !== alone).map(({ nodeName }) => `'${nodeName}'`);
    const each = (/** @type {string} */ work) =>
      alone.control('eval', `[begin ${work} end || N <- [${others.join(',')}]].`);
    // With another cookie neither lets the other in; it is told apart for each of the others.
    await each("erlang:set_cookie(N, 'apart'), erlang:disconnect_node(N)");
    return async () => {
      await each('erlang:set_cookie(N, erlang:get_cookie()), net_adm:ping(N)');
      await alone.serving();
    };
  },
};
