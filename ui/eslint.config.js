import importX from 'eslint-plugin-import-x';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

const no = (patterns) => ['error', { patterns: patterns.map(([group, message]) => ({ group, message })) }];
const feature = ['@/features/*', '@/features/**'];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/generated.ts'] },
  ...tseslint.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'] } },
  },
  {
    plugins: { 'import-x': importX },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', prefer: 'type-imports', disallowTypeAnnotations: false }],
      'import-x/no-duplicates': 'off',
      'max-lines': ['error', { max: 300 }],
      'no-console': 'error',
      eqeqeq: 'error',
      // Layout is Prettier's matter, not a rule's.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-closing-bracket-spacing': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': ['error', { ignores: ['Kbd'] }],
    },
  },
  // Tiers: what stands lower knows nothing of what stands higher.
  {
    files: ['src/components/**', 'src/composables/**', 'src/lib/**', 'src/api/**', 'src/platform/**'],
    rules: { 'no-restricted-imports': no([[feature, 'Components, composables and libraries import no feature.'], [['@/app/*', '@/app/**'], 'Nothing below app/ imports it.']]) },
  },
  {
    files: ['src/features/**'],
    rules: {
      'no-restricted-imports': no([
        [feature, 'A feature imports no other feature; what two need stands in components or composables.'],
        [['../../features/*', '../*/*.vue'], 'A feature imports no other feature.'],
        [['@/app/*', '@/app/**'], 'Nothing below app/ imports it.'],
        [['@tauri-apps/*', '@/platform/tauri', '@/platform/web'], 'Only platform/ knows where the page runs.'],
      ]),
    },
  },
  {
    files: ['src/app/**'],
    rules: { 'no-restricted-imports': no([[['@/features/*/*'], 'app/ imports a feature through its index.ts only.']]) },
  },
  { files: ['dev/**'], rules: { 'no-console': 'off' } },
);
