/**
 * Writes the code lists of `crates/domain/src/codes/` into locales/{zh-CN,en}/codes.json; the rest of those files
 * (names of fields, records, states only the screen knows) stays. `codes.test.ts` fails when the two differ.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the screens' name of a list is shorter than the domain's. */
const NAMES = { visit_mode: 'mode', visit_purpose: 'purpose', stay_day: 'day', stay_night: 'night' };
const here = import.meta.dirname;
const root = join(here, '../../crates/domain/src/codes');

export function domainLists() {
  const zh = {};
  const en = {};
  for (const file of readdirSync(root)) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, name, body] of text.matchAll(/ in "(\w+)" \{([^}]*)\}/g)) {
      const to = NAMES[name] ?? name;
      zh[to] = {};
      en[to] = {};
      for (const [, code, label, english] of body.matchAll(/^\s*"([^"]*)" "([^"]*)" "([^"]*)"/gm)) {
        zh[to][code] = label;
        en[to][code] = english.charAt(0).toUpperCase() + english.slice(1);
      }
    }
  }
  return { 'zh-CN': zh, en };
}

if (process.argv[1] === import.meta.filename) {
  for (const [language, lists] of Object.entries(domainLists())) {
    const path = join(here, `../src/locales/${language}/codes.json`);
    const now = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, `${JSON.stringify({ ...now, ...lists }, null, 2)}\n`);
  }
}
