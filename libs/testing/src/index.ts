export { BrokerProbe } from './broker-probe.js';
export { openTcpProxy } from './tcp-proxy.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
export { testServers } from './servers.js';
export { until } from './until.js';
export { ask, type Reply } from './world/api.js';
export { type AppName } from './world/service-process.js';
export { type OrderView, Shop } from './world/shop.js';
export { startWorld, type World } from './world/world.js';
