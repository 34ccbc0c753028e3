// What the linter asks of the page's scripts and of their tests; `make lint` runs it from the repository's root.
import { createRequire } from 'node:module';

// The linter is installed under .cache, outside the tree.
const js = createRequire(new URL('../../.cache/page_scripts/package.json', import.meta.url))('@eslint/js');

// What the scripts use of the browser, by name: a list of all that browsers have would let `name` or `status` pass.
const BROWSER = [
  'Blob', 'Image', 'Path2D', 'ResizeObserver', 'URL', 'XMLSerializer', 'addEventListener', 'cancelAnimationFrame',
  'clearInterval', 'clearTimeout', 'document', 'getComputedStyle', 'history', 'location', 'matchMedia', 'navigator',
  'performance', 'requestAnimationFrame', 'setInterval', 'setTimeout', 'vis', 'window',
];
const WRITTEN = ':matches(MemberExpression[object.name="state"], MemberExpression[object.object.name="state"])';
const STATE_IS_SET_BY_SETSTATE = [
  `AssignmentExpression > ${WRITTEN}.left`,
  `UpdateExpression > ${WRITTEN}`,
  `UnaryExpression[operator="delete"] > ${WRITTEN}`,
  'CallExpression[callee.object.name="Object"][callee.property.name=/^(assign|define)/][arguments.0.name="state"]',
];

export default [
  js.configs.recommended,
  {
    files: ['partnergraph/view/assets/**/*.js'],
    languageOptions: { globals: Object.fromEntries(BROWSER.map((name) => [name, 'readonly'])) },
    rules: {
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...STATE_IS_SET_BY_SETSTATE.map((selector) => ({ selector, message: 'Set the state with setState or setQuietly of core/state.js.' }))],
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-shadow-restricted-names': 'error',
      'no-use-before-define': ['error', { functions: false, variables: false }],
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  { files: ['partnergraph/view/assets/core/state.js'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['tests/view/assets/*.mjs'], rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error' } },
];
