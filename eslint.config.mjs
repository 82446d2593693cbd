import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const SOURCES = 'labextension/src';

/** Everything above the lowest floor, in the order in which imports may go down. */
const FEATURES = ['capture', 'redaction', 'compose', 'panel', 'failures', 'export', 'review'];

/** Forbid imports from folders, wherever in the tree the importing file lies. */
function forbid(files, folders, message, ignores = []) {
  return {
    files,
    ignores,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: `^(\\./|\\.\\./)+(${folders.join('|')})(/|$)`, message }] }
      ]
    }
  };
}

/** Imports only go down: tokens, commands, icons, _schema, api < entry < features < index. */
const floors = [
  forbid(
    [`${SOURCES}/*.{ts,tsx}`],
    ['entry', ...FEATURES],
    'This file lies below every feature and imports none.',
    [`${SOURCES}/index.ts`, `${SOURCES}/*.spec.ts`]
  ),
  forbid([`${SOURCES}/entry/**/*.{ts,tsx}`], FEATURES, 'entry lies below the other features.'),
  ...FEATURES.map(feature =>
    forbid(
      [`${SOURCES}/${feature}/**/*.{ts,tsx}`],
      FEATURES.filter(other => other !== feature),
      'A feature reaches another through its token, never its path.'
    )
  )
];

/** Every rule of the Jupyter plugin, as an error. */
const jupyterRules = jupyter.configs.recommended.map(config => ({
  ...config,
  plugins: { jupyter },
  rules: Object.fromEntries(
    Object.entries(config.rules).map(([name, level]) => [name, level === 'off' ? 'off' : 'error'])
  )
}));

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '.venv*/',
      'dist/',
      'labextension/lib/',
      'src/',
      'tests/',
      'labextension/src/_schema.ts',
      'ui-tests/playwright-report/',
      'ui-tests/test-results/'
    ]
  },
  {
    files: ['labextension/src/**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, reactHooks.configs.flat['recommended-latest']],
    languageOptions: {
      parserOptions: { project: 'labextension/tsconfig.test.json', tsconfigRootDir: import.meta.dirname }
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // Signals take the receiver as their second argument and bind it themselves.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['error', { max: 300 }],
      'no-console': ['error', { allow: ['error', 'warn'] }]
    }
  },
  {
    files: ['labextension/src/**/*.spec.{ts,tsx}'],
    rules: { 'max-lines': ['error', { max: 400 }] }
  },
  ...floors,
  { files: ['ui-tests/**/*.ts'], extends: [tseslint.configs.strict] },
  ...jupyterRules,
  {
    // A test's words are for no user, and its clean-up stands in afterEach.
    files: ['labextension/src/**/*.spec.{ts,tsx}'],
    rules: { 'jupyter/no-untranslated-string': 'off', 'jupyter/require-disposable-ownership': 'off' }
  },
  {
    files: ['labextension/src/**/plugin.ts'],
    rules: {
      // A plugin's own modules are what its activation needs at once; packages are loaded when first used.
      'jupyter/prefer-lazy-imports': ['error', { ignoreImports: ['./*', '../*'] }]
    }
  },
  prettier
);
