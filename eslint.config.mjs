import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const EXPORTS = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' };
const PROCESS_ENV = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only main.ts reads the environment.',
};
const PROCESS_EXIT = {
  selector: "CallExpression[callee.object.name='process'][callee.property.name='exit']",
  message: 'Let the process end by itself.',
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/*.config.ts',
      'test/closing-line.ts',
      '**/generated/**',
      '**/node_modules/**',
      'libs/job/fixtures/**',
    ],
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/fixtures/**'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: `${import.meta.dirname}/tsconfig.check.json`, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'off', // verbatimModuleSyntax checks it, and knows injected classes
      '@typescript-eslint/require-await': 'off', // ports and Nest hooks are async by signature
      '@typescript-eslint/unbound-method': 'off', // gRPC methods are passed on together with their client
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', EXPORTS, PROCESS_ENV, PROCESS_EXIT],
    },
  },
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parser: tseslint.parser },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:domain'], bannedExternalImports: ['*'] },
            {
              sourceTag: 'type:contract',
              onlyDependOnLibsWithTags: ['type:contract'],
              allowedExternalImports: ['zod', '@grpc/*', '@opentelemetry/api'],
            },
            { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:platform'] },
            {
              sourceTag: 'type:adapter',
              onlyDependOnLibsWithTags: ['type:adapter', 'type:platform', 'type:contract', 'type:domain'],
            },
            {
              sourceTag: 'type:app',
              onlyDependOnLibsWithTags: ['type:adapter', 'type:platform', 'type:contract', 'type:domain'],
            },
            { sourceTag: 'type:local', onlyDependOnLibsWithTags: ['type:local', 'type:contract'] },
            {
              sourceTag: 'type:testing',
              onlyDependOnLibsWithTags: [
                'type:testing',
                'type:local',
                'type:adapter',
                'type:platform',
                'type:contract',
                'type:domain',
              ],
            },
          ],
        },
      ],
    },
  },
  {
    // Nx does not see Node's own modules.
    files: ['libs/job/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['node:*'] }] },
  },
  {
    files: [
      '**/main.ts',
      '**/admin.ts',
      '**/*.config.ts',
      'deploy/local/src/**',
      '**/*.test.ts',
      'libs/testing/**',
      'test/**',
    ],
    rules: { 'no-restricted-syntax': ['error', PROCESS_EXIT] },
  },
  {
    files: ['**/*.test.ts', '**/*.fixture.ts', '**/testing/**/*.ts', 'test/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off', 'max-lines-per-function': 'off' },
  },
);
