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
// What is read everywhere and written in one script alone, by the functions that this script exports.
const KEPT = { state: ['core/state.js', 'setState or setQuietly'], chosen: ['filters/filters.js', 'choose'] };

function writesTo(it) {
  const member = `:matches(MemberExpression[object.name="${it}"], MemberExpression[object.object.name="${it}"])`;
  const selectors = [
    `AssignmentExpression > ${member}.left`,
    `UpdateExpression > ${member}`,
    `UnaryExpression[operator="delete"] > ${member}`,
    `CallExpression[callee.object.object.name="${it}"][callee.property.name=/^(add|clear|delete|push|set)$/]`,
    `CallExpression[callee.object.name="Object"][callee.property.name=/^(assign|define)/][arguments.0.name="${it}"]`,
  ];
  const [owner, setter] = KEPT[it];
  return selectors.map((selector) => ({ selector, message: `Write to ${it} in ${owner} alone; here, call its ${setter}.` }));
}

const keptApart = (names) => ({ 'no-restricted-syntax': ['error', ...names.flatMap(writesTo)] });

export default [
  js.configs.recommended,
  {
    files: ['partnergraph/view/assets/**/*.js'],
    languageOptions: { globals: Object.fromEntries(BROWSER.map((name) => [name, 'readonly'])) },
    rules: {
      eqeqeq: 'error',
      ...keptApart(Object.keys(KEPT)),
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-shadow-restricted-names': 'error',
      'no-use-before-define': ['error', { functions: false, variables: false }],
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  ...Object.entries(KEPT).map(([it, [owner]]) => ({
    files: [`partnergraph/view/assets/${owner}`],
    rules: keptApart(Object.keys(KEPT).filter((other) => other !== it)),
  })),
  { files: ['tests/view/assets/*.mjs'], rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error' } },
];
