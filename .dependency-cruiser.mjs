const app = '^apps/([^/]+)/';

/** Who may import whom. Each comment reads as the error message. */
export default {
  forbidden: [
    {
      name: 'services-meet-only-in-contracts',
      comment: 'A service may not import another service; they share events, nothing else.',
      severity: 'error',
      from: { path: app },
      to: { path: app, pathNot: '^apps/$1/' },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'Contracts import zod and nothing of ours, so that anybody can read them.',
      severity: 'error',
      from: { path: '^libs/contracts/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^(libs/contracts/|node_modules/zod/)', dependencyTypesNot: ['core', 'type-only'] },
    },
    {
      name: 'platform-knows-no-events',
      comment: 'The platform serves any service: it knows neither events nor the broker nor a database.',
      severity: 'error',
      from: { path: '^libs/platform/' },
      to: { path: '^(libs/(contracts|messaging|testing)/|apps/|node_modules/(typeorm|pg|amqplib)/)' },
    },
    {
      name: 'messaging-knows-no-particular-event',
      comment: 'The pipeline carries any event; of the contracts it may use the kernel alone.',
      severity: 'error',
      from: { path: '^libs/messaging/src/' },
      to: { path: '^(libs/contracts/src/(?!kernel/|index\\.ts)|libs/testing/|apps/)' },
    },
    {
      name: 'only-specs-use-testing',
      comment: 'libs/testing is for specs; what ships must not need it.',
      severity: 'error',
      from: { pathNot: '(^libs/testing/|/test/|^e2e/|\\.spec\\.ts$)' },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'libraries-know-no-service',
      comment: 'A library may not import a service.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules are functions over plain data: no framework, no database, no I/O.',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/.*/domain/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '(/(persistence|http|handlers)/|^libs/(messaging|testing)/|^node_modules/(@nestjs|typeorm|pg|amqplib|fastify|nodemailer)/)',
      },
    },
    {
      name: 'the-edge-uses-use-cases',
      comment: 'http/ calls use cases; it neither stores nor publishes by itself.',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/.*/http/' },
      to: { path: '(/(persistence|handlers)/|^libs/messaging/)' },
    },
    {
      name: 'use-cases-know-no-edge',
      comment: 'A use case, a handler or a repository knows nothing of HTTP.',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/', pathNot: '(/http/|\\.module\\.ts$|\\.spec\\.ts$)' },
      to: { path: '/http/', pathNot: '^(libs|node_modules)/' },
    },
    {
      name: 'handlers-stand-apart',
      comment: 'A handler may not import another handler; what they share is a use case or a rule.',
      severity: 'error',
      from: { path: '/handlers/' },
      to: { path: '^apps/.*/handlers/' },
    },
    {
      name: 'persistence-knows-no-use-case',
      comment: 'persistence/ holds SQL and is called; it calls nobody but the domain.',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/.*/persistence/' },
      to: { path: '^apps/[^/]+/src/', pathNot: '/(persistence|domain)/' },
    },
    {
      name: 'the-usual-way-is-its-own',
      comment: 'What the saga is compared with may use nothing of ours, or it would be ours in part.',
      severity: 'error',
      from: { path: '^bench/baseline/' },
      to: { path: '^(apps|libs|tools|bench/(?!baseline/))' },
    },
    {
      name: 'no-circles',
      comment: 'Two modules that need each other are one module, or three.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that cannot be resolved fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|^node_modules/.*/node_modules/)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
