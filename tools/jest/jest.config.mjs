// @ts-check
import { root } from '../support/paths.mjs';

// swc checks no types, which is what makes it quick; `npm run check` does.
const swc = [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2023',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  },
];

// Packages that ship ES modules only, or import one while they run; Jest runs CommonJS.
const ES_MODULES = [
  '@nestjs',
  '@opentelemetry/otlp-exporter-base',
  '@standard-schema',
  '@tokenizer',
  '@borewit',
  'content-disposition',
  'cookie',
  'file-type',
  'jose',
  'json-schema-faker',
  'nodemailer',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'uuid',
  'zod',
];

const BROWSER = '**/*.browser.spec.ts';
// Minutes long: a command of its own.
const MUTANTS = '**/*.mutants.spec.ts';

/** @type {Record<string, string[]>} */
const TIERS = {
  all: ['**/*.spec.ts', `!${MUTANTS}`, ...(process.env['CHROMIUM_PATH'] ? [] : [`!${BROWSER}`])],
  unit: ['**/*.spec.ts', '!**/*.int.spec.ts', '!**/*.e2e.spec.ts', `!${BROWSER}`, `!${MUTANTS}`],
  int: ['**/*.int.spec.ts'],
  e2e: ['**/*.e2e.spec.ts'],
  browser: [BROWSER],
  mutants: [MUTANTS],
};

// It keeps every core busy by itself: beside others it would only take as much longer, and so would they.
const ALONE = '**/simulation.e2e.spec.ts';

const tier = process.env['WAYBILL_TEST_TIER'] ?? 'all';
/** The specs of a shift of the tier; all of them where there are no shifts. @type {Record<string, string[] | undefined>} */
const SHIFTS = { alone: [ALONE], others: [...(TIERS[tier] ?? []), `!${ALONE}`] };
const servers = {
  globalSetup: '<rootDir>/tools/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/tools/jest/global-teardown.mjs',
};

export default {
  rootDir: root,
  roots: ['apps', 'libs', 'e2e', 'tools', 'bench'].map((directory) => `<rootDir>/${directory}`),
  testMatch: SHIFTS[process.env['WAYBILL_TEST_SHIFT'] ?? ''] ?? TIERS[tier],
  testEnvironment: '<rootDir>/tools/jest/shared-code-environment.mjs',
  // Longer than `until` waits, so that it can say for what.
  testTimeout: 300_000,
  // Most of the time a spec waits: for a broker, a timer, a process that starts.
  maxWorkers: 3,
  testSequencer: '<rootDir>/tools/jest/slowest-kind-first.mjs',
  // Every spec file has all its modules anew, and a process keeps some of each: one that has grown is replaced.
  workerIdleMemoryLimit: '1500MB',
  transform: { '^.+\\.(ts|js|mjs)$': swc },
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})/)`],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  moduleNameMapper: {
    '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // It can be imported only, and Jest requires.
    '^json-schema-faker$': '<rootDir>/node_modules/json-schema-faker/dist/index.js',
  },
  ...(tier === 'unit' ? {} : servers),
};
