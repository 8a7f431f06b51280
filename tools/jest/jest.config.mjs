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

// Packages that ship ES modules only; Jest runs CommonJS.
const ES_MODULES = [
  '@nestjs',
  '@standard-schema',
  '@tokenizer',
  '@borewit',
  'content-disposition',
  'cookie',
  'file-type',
  'nodemailer',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'uuid',
  'zod',
];

/** @type {Record<string, string[]>} */
const TIERS = {
  all: ['**/*.spec.ts'],
  unit: ['**/*.spec.ts', '!**/*.int.spec.ts', '!**/*.e2e.spec.ts'],
  int: ['**/*.int.spec.ts'],
  e2e: ['**/*.e2e.spec.ts'],
};

const tier = process.env['WAYBILL_TEST_TIER'] ?? 'all';
const servers = {
  globalSetup: '<rootDir>/tools/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/tools/jest/global-teardown.mjs',
};

export default {
  rootDir: root,
  roots: ['apps', 'libs', 'e2e', 'tools'].map((directory) => `<rootDir>/${directory}`),
  testMatch: TIERS[tier],
  testEnvironment: 'node',
  testTimeout: 30_000,
  maxWorkers: 2,
  transform: { '^.+\\.(ts|js|mjs)$': swc },
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})/)`],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  moduleNameMapper: {
    '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  ...(tier === 'unit' ? {} : servers),
};
